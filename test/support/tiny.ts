import { createLocalExecutor } from '../../src/main/engine/compute/local'
import type { Executor } from '../../src/main/engine/compute/executor'
import { createObjective, type Objective } from '../../src/main/engine/attack/objective'
import { quantiseWeights, type Programmed } from '../../src/main/engine/network/quantise'
import { boxSet } from '../../src/main/engine/variation/box'
import type { VariationSet } from '../../src/main/engine/variation/set'
import { contextOf, flatFrom, layout, tensorFlowNames } from './lenet-vectors'
import { vectors } from './vectors'

/** The golden 4-bit LeNet on its 64 images: small enough for every method, real enough to fall. */
export function tinyProblem(radius = 0.03): {
  executor: Executor
  programmed: Programmed
  set: VariationSet
  images: Uint32Array
  objective: () => Objective
} {
  const get = vectors('lenet_quant4')
  const context = contextOf('lenet_quant4', { clips: [1, ...get('clips')], levels: 15 })
  const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
  const programmed = quantiseWeights(flat, layout, { 'weights.bits': 4, 'weights.scale': 'layer', 'mapping.scheme': 'sign-magnitude' })
  const set = boxSet(programmed, layout, { radius, zeroExact: false })
  const executor = createLocalExecutor(context)
  return {
    executor,
    programmed,
    set,
    images: context.all,
    objective: () => createObjective({ executor, programmed, set, surrogate: 'p2', attack: context.all, scored: context.all }),
  }
}
