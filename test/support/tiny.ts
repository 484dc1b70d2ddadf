import { createLocalExecutor } from '../../src/main/engine/compute/local'
import type { Executor } from '../../src/main/engine/compute/executor'
import { createObjective, type Objective } from '../../src/main/engine/attack/objective'
import pcm from '../../src/main/engine/device/presets/pcm'
import { quantiseWeights, type Programmed } from '../../src/main/engine/network/quantise'
import { hardwareOf, type Hardware } from '../../src/main/engine/variation/hardware'
import type { VariationSet } from '../../src/main/engine/variation/set'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'
import { setSize } from '../../src/shared/variation'
import { contextOf, flatFrom, layout, tensorFlowNames } from './lenet-vectors'
import { vectors } from './vectors'

/**
 * The golden 4-bit LeNet on its 64 images: small enough for every method, real enough to fall. Around it the box of half-width
 * `radius`, or what other fields make of it.
 */
export function tinyProblem(
  radius = 0.03,
  fields: Record<string, unknown> = {},
): {
  executor: Executor
  programmed: Programmed
  set: VariationSet
  reach: number
  hardware: Hardware
  design: Design
  images: Uint32Array
  objective: () => Objective
} {
  const get = vectors('lenet_quant4')
  const context = contextOf('lenet_quant4', { clips: [1, ...get('clips')], levels: 15 })
  const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
  const design = parseSpec(createFieldTable(), { 'device.threshold': Math.min(radius, 0.5), ...fields }).fields as Design
  const hardware = hardwareOf(design, quantiseWeights(flat, layout, design), layout, pcm)
  const { programmed } = hardware
  const size = Object.keys(fields).length === 0 ? radius : setSize(design)
  const set = hardware.set(size)
  const executor = createLocalExecutor(context)
  return {
    executor,
    programmed,
    set,
    hardware,
    design,
    reach: hardware.reach(size),
    images: context.all,
    objective: () => createObjective({ executor, programmed, set, surrogate: 'p2', attack: context.all, scored: context.all }),
  }
}
