import { imageBounds } from './bounds/backward'
import { leadOf } from './bounds/margins'
import { propagate } from './bounds/propagate'
import { refineDense } from './bounds/refine'
import { certifiedAbove, defineCertificate } from './define'

/** An image whose lead is further below 0 than this, as a share of the largest logit, is beyond what narrower hidden layers win. */
const hopeless = -0.3

/** Products that a bound of a hidden dense layer goes back through: a third one cost four times as much and won no image. */
const hiddenDepth = 2

/**
 * Backward linear relaxation with weights in intervals, run for the images that intervals leave open; the better of the two
 * counts. Those still open have their hidden dense layers bounded in the same way, number by number, and are tried again.
 * Source: METHODS 4; CROWN's backward pass, with perturbed weights as auto_LiRPA has them. Differs: the lowest of a product
 * over its weights is exact here, since its inputs are not negative, and a bound is taken at every layer, so that it is
 * never looser than intervals. No randomness.
 */
export default defineCertificate({
  label: 'Linear',
  source: 'METHODS 4; Zhang et al. 2018 (CROWN), Xu et al. 2020 (auto_LiRPA)',
  summary: 'Each margin as a linear function of the layer below, back to the image: tighter, and slower where many images are left open.',
  cost: 250,
  leads({ network, images, labels }) {
    const bounds = propagate(network, images)
    const lead = (n: number, depth: number): number =>
      leadOf(imageBounds(network, bounds, n, depth === 1 ? 0 : network.steps.length), labels[n] ?? 0, depth)
    const leads = Float64Array.from({ length: images.images }, (_, n) => lead(n, 1))
    const better = (open: readonly number[]): void => open.forEach((n) => (leads[n] = Math.max(leads[n] ?? 0, lead(n, Infinity))))
    const open = (above: number): number[] =>
      [...leads.keys()].filter((n) => (leads[n] ?? 0) <= certifiedAbove && (leads[n] ?? 0) > above)
    better(open(-Infinity))
    const near = open(hopeless)
    refineDense(network, bounds, near, hiddenDepth)
    better(near)
    return leads
  },
})
