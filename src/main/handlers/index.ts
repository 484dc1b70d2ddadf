import { appHandlers } from './app'
import type { HandlerContext, Handlers } from './context'
import { cornerHandlers } from './corners'
import { costHandlers } from './costs'
import { crossbarHandlers } from './crossbar'
import { datasetHandlers } from './datasets'
import { designHandlers } from './designs'
import { deviceHandlers } from './devices'
import { methodHandlers } from './methods'
import { modelHandlers } from './models'
import { reportHandlers } from './reports'
import { runHandlers } from './runs'
import { settingsHandlers } from './settings'
import { worstHandlers } from './worst'

/** An answer to every call of the contract. */
export function createHandlers(context: HandlerContext): Handlers {
  return {
    ...appHandlers(context),
    ...settingsHandlers(context),
    ...designHandlers(context),
    ...runHandlers(context),
    ...modelHandlers(context),
    ...datasetHandlers(context),
    ...deviceHandlers(context),
    ...costHandlers(context),
    ...crossbarHandlers(context),
    ...worstHandlers(context),
    ...cornerHandlers(context),
    ...methodHandlers(),
    ...reportHandlers(context),
  }
}
