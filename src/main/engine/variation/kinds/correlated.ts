import type { Around } from '../around'
import { deviceSet } from '../device-set'
import { onDevices } from '../on-devices'
import type { Draws } from '../sample'
import { sharedSet, type Shares } from '../shared-set'
import { summed } from '../summed'
import { thresholdLevels } from '../threshold-box'
import { countDevices, defineVariation } from './define'

/**
 * Correlated: `dW = kappa t s (rho u + (1 - rho) z)`, u shared by a row, column, tile or chip. Every error of it lies in the
 * plain box, whatever rho. z has the weights' own numbers first, then the shared ones. Random chips split their errors
 * in the same shares; Gaussian ones, which nothing cuts, split their variance: sqrt(rho), sqrt(1 - rho).
 */
export default defineVariation({
  label: 'Correlated',
  source: 'METHODS 1',
  summary: 'A part of each error is shared by all devices of a row, column, tile or chip.',
  set(around, size) {
    const weights = sharedSet(around, size, around.design['variation.scope'], sharesOf(around, 'size'))
    return countDevices(around) ? onDevices(weights, around, 'even', thresholdLevels(around, size)) : weights
  },
  chip(around, size) {
    const scope = around.design['variation.scope']
    const splits = { size: sharesOf(around, 'size'), variance: sharesOf(around, 'variance') }
    const sets = { size: sharedSet(around, size, scope, splits.size), variance: sharedSet(around, size, scope, splits.variance) }
    const common = (draws: Draws): Float32Array => {
      const z = sets.size.zero()
      for (let unit = around.layout.deviceLength; unit < z.length; unit++) z[unit] = draws.shared(unit - around.layout.deviceLength)
      return z
    }
    if (!countDevices(around)) {
      return (draws) => {
        const z = common(draws)
        z.set(summed(around, draws))
        return sets[draws.split].perturbation(z)
      }
    }
    const th = thresholdLevels(around, size)
    const shared = { size: onDevices(sets.size, around, 'even'), variance: onDevices(sets.variance, around, 'even') }
    const own = deviceSet(around, () => th)
    return (draws) => {
      const error = shared[draws.split].perturbation(common(draws))
      const share = splits[draws.split].own
      own.perturbation(own.draw(draws)).forEach((value, i) => {
        const sum = (error[i] ?? 0) + share * value
        error[i] = draws.bounded ? Math.max(-th, Math.min(th, sum)) : sum
      })
      return error
    }
  },
})

function sharesOf({ design }: Around, split: Draws['split']): Shares {
  const rho = design['variation.rho']
  return split === 'size' ? { common: rho, own: 1 - rho } : { common: Math.sqrt(rho), own: Math.sqrt(1 - rho) }
}
