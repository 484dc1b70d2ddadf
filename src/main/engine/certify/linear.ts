import { imageBounds, type ImageBounds } from './bounds/backward'
import { intervalMargins, leadOf, raiseMargins } from './bounds/margins'
import { propagate } from './bounds/propagate'
import { refineDense } from './bounds/refine'
import { certifiedAbove, defineCertificate } from './define'

/** An image whose lead is further below 0 than this, as a share of the largest logit, is beyond what narrower hidden layers win. */
const hopeless = -0.25

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
    const known = (n: number, lines: boolean): ImageBounds => imageBounds(network, bounds, n, lines ? network.steps.length : 0)
    const margins = Array.from({ length: images.images }, (_, n) => intervalMargins(known(n, false), labels[n] ?? 0))
    const raised = margins.map((own, n) => (leadOf(own) > certifiedAbove ? Infinity : raiseMargins(known(n, true), own, certifiedAbove)))
    const near = [...raised.keys()].filter((n) => (raised[n] ?? 0) > hopeless && (raised[n] ?? 0) <= certifiedAbove)
    refineDense(network, bounds, near, hiddenDepth)
    margins.forEach((own, n) => near.includes(n) && raiseMargins(known(n, true), own, certifiedAbove))
    return Float64Array.from(margins, leadOf)
  },
})
