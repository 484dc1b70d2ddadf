import { deviceSet } from '../device-set'
import { thresholdLevels } from '../threshold-box'
import { defineVariation, requireDevices } from './define'

/**
 * Per device: `|n_i| <= th` on each device, summed into weights. Without converters and resistance it holds the same
 * weights as the plain box; behind those it is the wider set, since devices of a weight may err against each other.
 */
export default defineVariation({
  label: 'Device',
  source: 'METHODS 1, [Y] Eq. 4',
  summary: 'Each device of a weight errs on its own, all slices and polarities; their errors are summed.',
  needsDevices: true,
  set: (around, size) => deviceSet(requireDevices(around), () => thresholdLevels(around, size)),
  chip(around, size) {
    const set = deviceSet(requireDevices(around), () => thresholdLevels(around, size))
    return (draws) => set.perturbation(set.draw(draws))
  },
})
