import { onDevices } from '../on-devices'
import { deviceSet } from '../device-set'
import { summed } from '../summed'
import { thresholdLevels, weightBound } from '../threshold-box'
import { diagonalSet } from '../weights'
import { countDevices, defineVariation } from './define'

/**
 * The plain box: `|dW| <= kappa t s`, each weight on its own. On devices all devices of a weight move alike, so that a
 * corner of the box of weights is a corner here. A random chip has errors of its devices' own, which sum to its weights'.
 */
export default defineVariation({
  label: 'Box',
  source: '[Y] Eq. 4-5; METHODS 1',
  summary: 'Each weight errs on its own, up to what the write-verify threshold leaves.',
  set(around, size) {
    const weights = diagonalSet(around.layout, weightBound(around, size))
    return countDevices(around) ? onDevices(weights, around, 'even', thresholdLevels(around, size)) : weights
  },
  chip(around, size) {
    if (countDevices(around)) {
      const devices = deviceSet(around, () => thresholdLevels(around, size))
      return (draws) => devices.perturbation(devices.draw(draws))
    }
    const weights = diagonalSet(around.layout, weightBound(around, size))
    return (draws) => weights.perturbation(summed(around, draws))
  },
})
