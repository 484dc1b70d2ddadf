import { onDevices } from '../on-devices'
import { single } from '../summed'
import { withLeeway } from '../threshold-box'
import { diagonalSet } from '../weights'
import { countDevices, defineVariation } from './define'

/** Relative: `|dW| <= zeta |W|`, so that zero weights are exact. A random chip has one number a weight. */
export default defineVariation({
  label: 'Relative',
  source: '[B] Eq. 1, Algorithm 1',
  summary: 'Each weight errs by a share of itself; small weights err little.',
  set(around, size) {
    const { layout, programmed } = around
    const bound = new Float32Array(layout.length)
    for (const { kind, offset, length } of layout.arrays)
      if (kind === 'device') for (let i = offset; i < offset + length; i++) bound[i] = size * Math.abs(programmed.values[i] ?? 0)
    const weights = diagonalSet(layout, withLeeway(bound, around.leeway))
    return countDevices(around) ? onDevices(weights, around, 'proportional') : weights
  },
  chip(around, size) {
    const set = this.set(around, size)
    return (draws) => set.perturbation(single(around, draws))
  },
})
