import { imageBounds } from './bounds/backward'
import { leadOf } from './bounds/margins'
import { propagate } from './bounds/propagate'
import { defineCertificate } from './define'

/**
 * Interval bound propagation, margins folded into the last layer. Source: METHODS 4, "Certified floor". Each operation is
 * exact for the intervals of its inputs; what is lost is that errors of one weight meet again. No randomness.
 */
export default defineCertificate({
  label: 'Intervals',
  source: 'METHODS 4; Gowal et al. 2018, with weights in intervals',
  summary: 'Each number of the network between two ends, layer by layer: fast, and loose for all but the smallest boxes.',
  cost: 20,
  leads({ network, images, labels }) {
    const bounds = propagate(network, images)
    return Float64Array.from({ length: images.images }, (_, n) => leadOf(imageBounds(network, bounds, n, 0), labels[n] ?? 0, 1))
  },
})
