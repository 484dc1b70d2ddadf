import type { HandlerContext, HandlersOf } from './context'
import { examine } from './doctor'

export function appHandlers(context: HandlerContext): HandlersOf<'app'> {
  return {
    'app.info': () => {
      // What it finds comes as app.changed; a door that only asks must not wait for a backend to load.
      context.backend.ready().catch(() => undefined)
      return context.info()
    },
    'app.doctor': ({ check }) => examine(context, check),
  }
}
