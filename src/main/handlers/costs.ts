import type { CallOutput, CallParsed } from '../../shared/contract'
import {
  costConstantNames,
  costValues,
  isCostConstant,
  listCostConstants,
  readCostEdits,
  type CostConstantName,
  type CostValues,
} from '../../shared/cost-constants'
import { designCost, designProgramming } from '../../shared/design-cost'
import { derive } from '../../shared/device-math'
import { usualLoop } from '../../shared/programming'
import { unknownField } from '../../shared/unknown-name'
import { programmedBits } from '../../shared/technology'
import { layerShapes } from '../engine/network/zoo'
import type { HandlerContext, HandlersOf } from './context'
import { deviceOf, programming } from './devices'
import { firstDesign } from './read-spec'

/** Where the data folder keeps the constants that were edited; other processes look when it changes. */
const key = 'costs'
/** Devices that are programmed for the means a cost needs: enough for half a percent or so. */
const programmed = 4000

export function costHandlers({ stores, emit }: HandlerContext): HandlersOf<'costs'> {
  const { settings } = stores
  return {
    'costs.constants': () => listCostConstants(readCostEdits(settings.kept(key))),
    'costs.set': ({ name, value }) => {
      const { [checkName(name)]: _before, ...edits } = readCostEdits(settings.kept(key))
      settings.keep(key, value === null ? edits : { ...edits, [name]: value })
      const list = listCostConstants(readCostEdits(settings.kept(key)))
      emit({ event: 'costs.changed', data: list })
      return list
    },
  }
}

/** The constants as the data folder has them. */
export function keptCosts(settings: HandlerContext['stores']['settings']): CostValues {
  return costValues(readCostEdits(settings.kept(key)))
}

/** The cost of the first design of a spec, with what its technology takes to program a device at its threshold. */
export async function costAnswer(
  { fields, stores, jobs }: HandlerContext,
  { spec, constants, job }: CallParsed<'designs.cost'>,
): Promise<CallOutput<'designs.cost'>> {
  const design = firstDesign(fields, spec)
  const edits: Partial<CostValues> = { ...readCostEdits(stores.settings.kept(key)) }
  for (const [name, value] of Object.entries(constants)) edits[checkName(name)] = value
  const values = costValues(edits)
  const { thWindow, layers } = derive(design, layerShapes(stores.models.load(design.model).manifest.network))
  const preset = design['device.preset']
  const work = programming(
    {
      device: preset,
      thresholds: [thWindow],
      chosen: 0,
      bitsPerDevice: programmedBits(design),
      devices: programmed,
      seed: design.seed,
      ...usualLoop,
    },
    deviceOf(stores.devices, preset),
  )
  const [taken] = (await jobs.program(work, job)).summaries
  const device = { seconds: taken?.seconds.mean ?? 0, joules: taken?.joules.mean ?? 0, cycles: taken?.cycles.mean ?? 0 }
  return {
    ...designCost(design, layers, values),
    programming: designProgramming(design, layers, device, values),
    device: { ...device, preset, threshold: thWindow, programmed },
    constants: listCostConstants(edits),
  }
}

/** Throws unknown-field, with the names that may be meant. */
function checkName(name: string): CostConstantName {
  if (isCostConstant(name)) return name
  throw unknownField(costConstantNames, name, 'The constants are listed by `nadir cost --constants`.')
}
