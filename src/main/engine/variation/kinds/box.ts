import { sliceWeights } from '../../../../shared/device-math'
import { hasReference } from '../../../../shared/technology'
import type { Around } from '../around'
import { onDevices } from '../on-devices'
import { deviceSet } from '../device-set'
import type { Draws } from '../sample'
import { summed } from '../summed'
import { thresholdLevels, weightBound } from '../threshold-box'
import { sharedSet } from '../shared-set'
import { diagonalSet } from '../weights'
import { countDevices, defineVariation } from './define'

/**
 * The plain box: `|dW| <= kappa t s`, each weight on its own. On devices all devices of a weight move alike, so that a
 * corner of the box of weights is a corner here. A random chip has errors of its devices' own, which sum to its weights'.
 * Where an offset is taken off by a reference column in each tile, half of the bound is that of its devices: one error for
 * all weights on a word line of a tile.
 */
export default defineVariation({
  label: 'Box',
  source: '[Y] Eq. 4-5; METHODS 1',
  summary: 'Each weight errs on its own, up to what the write-verify threshold leaves.',
  set(around, size) {
    if (hasReference(around.design)) return sharedSet(around, size, 'row', halves)
    const weights = diagonalSet(around.layout, weightBound(around, size))
    return countDevices(around) ? onDevices(weights, around, 'even', thresholdLevels(around, size)) : weights
  },
  chip(around, size) {
    if (hasReference(around.design)) return referenceChip(around, size)
    if (countDevices(around)) {
      const devices = deviceSet(around, () => thresholdLevels(around, size))
      return (draws) => devices.perturbation(devices.draw(draws))
    }
    const weights = diagonalSet(around.layout, weightBound(around, size))
    return (draws) => weights.perturbation(summed(around, draws))
  },
})

/** A weight and its reference err by as much. */
const halves = { common: 0.5, own: 0.5 }

/** Reference devices stand behind those of all weights of an array. */
const referenceArray = 0x8000

/** A random chip whose references are drawn device by device, too. */
function referenceChip(around: Around, size: number): (draws: Draws) => Float32Array {
  const set = sharedSet(around, size, 'row', halves)
  const { bits, bitsPerDevice } = around.plan
  const shares = sliceWeights(bits, bitsPerDevice)
  const own = around.layout.deviceLength
  return (draws) => {
    const z = set.zero()
    z.set(summed(around, draws))
    for (let unit = 0; own + unit < z.length; unit++)
      z[own + unit] = -shares.reduce((sum, share, slice) => sum + share * draws.device(referenceArray, unit, slice * 2), 0)
    return set.perturbation(draws.bounded ? z.map((value) => Math.max(-1, Math.min(1, value))) : z)
  }
}
