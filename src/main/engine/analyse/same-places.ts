import { sliceWeights } from '../../../shared/device-math'
import { NadirError } from '../../../shared/errors'
import type { Design } from '../../../shared/fields'
import { hasReference, mayStick } from '../../../shared/technology'
import { kindOf } from '../../../shared/variation-fields'

/** Where numbers of the unit box came from: the design, and how many they are. */
export interface Origin {
  design: Design
  size: number
}

/**
 * Refuses numbers of the unit box that stand for other weights or devices in a design than where they were found, whose set
 * has `size` of them. Throws bad-value, with what would fit.
 */
export function requireSamePlaces({ design: from, size: had }: Origin, to: Design, size: number): void {
  const [kind, wanted] = [kindOf(from), kindOf(to)]
  if (kind !== wanted) throw refused(`was found with variation ${kind}; this design has ${wanted}`, `Set variation.kind=${kind}.`)
  for (const { differs, what, hint } of differences(from, to)) if (differs) throw refused(what, hint)
  if (had !== size)
    throw refused(
      `has ${had} numbers; errors of this design have ${size}`,
      'Choose a model of the same network, and the same mapping and bits a device.',
    )
}

function differences(from: Design, to: Design): { differs: boolean; what: string; hint: string }[] {
  const kind = kindOf(from)
  const byDevice = kind === 'device' || kind === 'level'
  const slices = (design: Design): number => sliceWeights(design['weights.bits'], design['device.bitsPerDevice']).length
  const scoped = kind === 'correlated' || hasReference(from) || hasReference(to)
  const mapped = scoped || byDevice
  const tiled = scoped && !(kind === 'correlated' && from['variation.scope'] === 'chip')
  // Which devices can err then follows from the weights themselves.
  const chosen = byDevice && (from['weights.zeroExact'] || mayStick(from) || mayStick(to))
  return [
    {
      differs: hasReference(from) !== hasReference(to) || (kind === 'correlated' && from['variation.scope'] !== to['variation.scope']),
      what: 'shares errors of other units than this design does',
      hint: `Set variation.scope=${from['variation.scope']} and mapping.analogReference=${from['mapping.analogReference']}.`,
    },
    {
      differs: mapped && (from['mapping.scheme'] !== to['mapping.scheme'] || slices(from) !== slices(to)),
      what: `lies on ${slices(from)} slices of ${from['mapping.scheme']} weights; this design has ${slices(to)} of ${to['mapping.scheme']}`,
      hint: 'Use the same mapping and as many slices a weight.',
    },
    {
      differs: tiled && (from['crossbar.rows'] !== to['crossbar.rows'] || from['crossbar.columns'] !== to['crossbar.columns']),
      what: `lies on tiles of ${from['crossbar.rows']} x ${from['crossbar.columns']}`,
      hint: 'Use tiles of the same size.',
    },
    {
      differs: byDevice && from['weights.zeroExact'] !== to['weights.zeroExact'],
      what: 'leaves other weights exact than this design does',
      hint: `Set weights.zeroExact=${String(from['weights.zeroExact'])}.`,
    },
    {
      differs: chosen && (from.model !== to.model || from.seed !== to.seed),
      what: 'errs in devices that follow from its own model and seed',
      hint: `Use model ${from.model} and seed ${from.seed}.`,
    },
  ]
}

function refused(what: string, hint: string): NadirError {
  return new NadirError('bad-value', `The corner ${what}.`, { hint })
}
