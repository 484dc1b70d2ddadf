import type { WorstRecord } from '../../../shared/worst-case'
import type { Dataset } from '../data/datasets'
import type { Layout } from '../network/layout'
import type { VariationSet } from '../variation/set'
import { accuracyOf, answersOf } from './answers'
import { confidencesOf } from './confidence'
import { confusionOf, perClassOf } from './confusion'
import { sharesOf } from './shares'
import { weakestOf } from './weakest'

/** Images of lowest margin that are shown. */
export const weakestImages = 60

export interface RecordInput {
  /** Logits [images, classes] of the network as programmed and of the worst chip. */
  clean: Float32Array
  worst: Float32Array
  images: Uint32Array
  dataset: Dataset
  /** Errors of what errs, as `layout` has them, and the set that bounds them. */
  of: 'weights' | 'devices'
  errors: Float32Array
  bounds: Pick<VariationSet, 'low' | 'high'>
  layout: Layout
}

/** All that is listed of a worst chip. Source: METHODS 3, "Worst-case record". */
export function recordOf({
  clean,
  worst,
  images,
  dataset,
  of,
  errors,
  bounds,
  layout,
}: RecordInput): Omit<WorstRecord, 'from' | 'seconds'> {
  const { classes, shape } = dataset.definition
  const labels = Uint8Array.from(images, (image) => dataset.labels[image] ?? 0)
  const [before, after] = [answersOf(clean, classes), answersOf(worst, classes)]
  const confusion = confusionOf(after, labels, classes)
  const { histogram, weights, exact, layers } = sharesOf(errors, bounds, layout)
  const size = shape.reduce((a, b) => a * b, 1)
  return {
    images: images.length,
    accuracy: accuracyOf(after, labels),
    clean: accuracyOf(before, labels),
    confusion,
    perClass: perClassOf(confusionOf(before, labels, classes), confusion),
    confidence: confidencesOf(worst, after, labels, classes),
    of,
    histogram,
    weights,
    ...(exact === 0 ? {} : { exact }),
    layers,
    weakest: weakestOf(worst, after, labels, classes, weakestImages).map(({ at, answered, margin }) => {
      const image = images[at] ?? 0
      const pixels = Buffer.from(dataset.images.slice(image * size, (image + 1) * size)).toString('base64')
      return { image, label: labels[at] ?? 0, answered, margin, pixels }
    }),
    shape: [...shape],
  }
}
