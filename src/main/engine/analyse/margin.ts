import type { LayerMargins, Margins } from '../../../shared/worst-case'
import { argmax } from '../attack/surrogate'
import type { Dataset } from '../data/datasets'
import {
  float64Network,
  forward,
  forwardFrom,
  logitsOf,
  productOf,
  reachOf,
  type DeviceLayer,
  type Float64Network,
  type Pass,
} from '../float64/network'
import { sizeOf } from '../float64/operation'
import type { NetworkDefinition } from '../network/definition'
import { networkOf } from '../network/zoo'
import { differencesAt, foundBoundary, sumSlope, type Place } from './found-boundary'
import { summarise, type Sample } from './margin-summary'
import { along, nearestBoundary, norm, overshootOf, type Boundary } from './nearest-boundary'

export interface MarginInput {
  /** A network, or its id in the zoo. */
  network: NetworkDefinition | string
  /** Numbers as programmed, flat in layout order, and the full scale of each array. */
  weights: Float32Array
  scales: readonly number[]
  /** What a threshold is multiplied by for the error of a weight: 1, or 2 where two devices err. */
  kappa: number
  /** Places in the data set. */
  images: Uint32Array
  dataset: Dataset
  /** Told after each image; waits while paused, throws `cancelled`. */
  checkpoint: (done: number, of: number) => Promise<void>
}

/**
 * How little the input features of each layer must change to flip an answer, over the images answered right.
 * Source: [P]; METHODS 5. Float64; activation quantisers and the image's own are off, so that an image answered right here
 * may be answered wrong by the quantised network; weights as they are programmed, without error. Features may change to any
 * number, as in [P]: those behind a rectifier may turn negative, pixels may leave 0 to 1. Where a residual sum goes round
 * a layer, what it takes stays. Last layer: proven minimum; the others: found. No randomness.
 * `weakest` names as `answered` the class that the change leads to, and as `margin` that of the unchanged image.
 */
export async function margins(input: MarginInput): Promise<Omit<Margins, 'seconds'>> {
  const { weights, scales, kappa, images, dataset, checkpoint } = input
  const definition = typeof input.network === 'string' ? networkOf(input.network) : input.network
  const network = float64Network(definition, weights)
  const samples: Sample[][] = network.layers.map(() => [])
  let right = 0
  for (const [done, image] of images.entries()) {
    const pass = forward(network, pixelsOf(dataset, image))
    const label = dataset.labels[image] ?? 0
    if (argmax(logitsOf(pass)) === label) {
      right++
      network.layers.forEach((layer, l) => {
        const found = sampleOf(network, pass, layer, label, isMinimum(network, layer))
        const tFlip = flippingThreshold(network, pass, layer, label, kappa * (scales[layer.array] ?? 0))
        samples[l]?.push({ image, label, tFlip, ...found })
      })
    }
    await checkpoint(done + 1, images.length)
  }
  const layers = network.layers.map((layer, l): LayerMargins => {
    const kind = isMinimum(network, layer) ? 'minimum' : 'found'
    return summarise(layer.name, kind, sizeOf(network.steps[layer.node]?.from ?? []), samples[l] ?? [], dataset)
  })
  return { dataset: dataset.definition.id, images: images.length, right, layers, shape: [...dataset.definition.shape] }
}

/** Whether nothing but linear steps follow a layer: the last one. */
function isMinimum({ layers }: Float64Network, layer: DeviceLayer): boolean {
  return layer === layers.at(-1)
}

function pixelsOf({ images, definition }: Dataset, image: number): Float64Array {
  const size = definition.shape.reduce((a, b) => a * b, 1)
  return Float64Array.from(images.subarray(image * size, (image + 1) * size), (u) => u / 255)
}

function featuresOf({ steps }: Float64Network, pass: Pass, { node }: DeviceLayer): Float64Array {
  const features = pass[steps[node]?.node.inputs[0] ?? 0]
  if (features === undefined) throw new Error(`layer at ${node} lacks its features`)
  return features.value
}

/** The change of one layer's features, and what a forward pass with more and with less of it answers. */
function sampleOf(
  network: Float64Network,
  pass: Pass,
  layer: DeviceLayer,
  answered: number,
  isLast: boolean,
): Omit<Sample, 'image' | 'label' | 'tFlip'> {
  const { node } = layer
  const features = featuresOf(network, pass, layer)
  const logits = logitsOf(pass)
  const place: Place = { network, pass, node, features, answered }
  const margin = Math.min(...Array.from(logits, (z, j) => (j === answered ? Infinity : (logits[answered] ?? 0) - z)))
  const boundary = isLast ? nearestBoundary(logits, answered, differencesAt(place, pass)) : foundBoundary(place)
  if (boundary === undefined) return { margin }
  const more = overshootOf(boundary)
  const flips = (length: number): boolean => changedAnswer(place, boundary, length) !== answered
  return {
    margin,
    change: {
      to: boundary.to,
      norm: boundary.distance,
      relative: boundary.distance / norm(features),
      overshootFlips: flips(boundary.distance + more),
      undershootFlips: flips(Math.max(0, boundary.distance - more)),
    },
  }
}

/** What a forward pass answers with features changed that far along the way to a boundary. */
function changedAnswer({ network, pass, node, features }: Place, { direction }: Boundary, length: number): number {
  return argmax(logitsOf(forwardFrom(network, pass, node, productOf(network, node, along(features, direction, length)))))
}

/**
 * The threshold at which devices of this layer alone can flip an image: `min_j (z_c - z_j)/(kappa s ||d(z_c - z_j)/dW||_1)`.
 * Source: METHODS 5. `error` is kappa s. A dense layer's gradient is an outer product, so that its 1-norm is that of the
 * source, `||h||_1 ||J_c - J_j||_1`, J the Jacobian of the logits to what the product gives (in the last layer the second
 * factor is 2). A convolution differs from the source, which has that product there too: its positions share devices, and
 * can only ask together what they would ask one by one; the product would name a threshold tens of times too low. First
 * order; exact in the last layer. Infinite where no device tells.
 */
export function flippingThreshold(network: Float64Network, pass: Pass, layer: DeviceLayer, answered: number, error: number): number {
  const logits = logitsOf(pass)
  const features = featuresOf(network, pass, layer)
  let least = Infinity
  logits.forEach((z, j) => {
    if (j === answered) return
    const reach = error * reachOf(network, layer.node, features, sumSlope(network, pass, layer.node, answered, j))
    if (reach > 0) least = Math.min(least, ((logits[answered] ?? 0) - z) / reach)
  })
  return least
}
