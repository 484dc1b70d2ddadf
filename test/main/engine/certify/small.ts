import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { boundedNetwork, type BoundedNetwork } from '../../../../src/main/engine/certify/bounds/network'
import { exactImages } from '../../../../src/main/engine/certify/bounds/propagate'
import type { CertifiedBatch } from '../../../../src/main/engine/certify/define'
import { defineNetwork, type LayerDefinition, type NetworkDefinition } from '../../../../src/main/engine/network/definition'
import { forward, toTensors, type ActivationQuantiser } from '../../../../src/main/engine/network/forward'
import { graphOf } from '../../../../src/main/engine/network/graph'
import { layoutOf } from '../../../../src/main/engine/network/layout'
import { CounterRandom } from '../../../../src/shared/rng'

export const images = 3
const classes = 4

/** A random small network, a box around its weights, and images. */
export interface Small {
  network: NetworkDefinition
  quantiser: ActivationQuantiser
  values: Float32Array
  low: Float32Array
  high: Float32Array
  /** [images, numbers]. */
  pixels: Float32Array
  labels: Uint8Array
  random: () => number
}

const bodies: Record<string, LayerDefinition[]> = {
  dense: [{ kind: 'dense', name: 'a', units: 6, activation: true }],
  deep: [
    { kind: 'dense', name: 'a', units: 6, activation: true },
    { kind: 'dense', name: 'b', units: 5, activation: true },
  ],
  pooled: [
    { kind: 'conv2d', name: 'a', filters: 3, size: 3, padding: 'same', pool: 2 },
    { kind: 'conv2d', name: 'b', filters: 4, size: 2, padding: 'valid' },
    { kind: 'dense', name: 'c', units: 5, activation: true },
  ],
  residual: [
    { kind: 'conv2d', name: 'a', filters: 3, size: 3, padding: 'same', normalise: true },
    {
      kind: 'residual',
      name: 'r',
      body: [{ kind: 'conv2d', name: 'b', filters: 3, size: 3, padding: 'same', normalise: true, activation: false }],
      shortcut: [],
    },
    {
      kind: 'residual',
      name: 's',
      body: [{ kind: 'conv2d', name: 'd', filters: 4, size: 3, padding: 'same', stride: 2, normalise: true, activation: false }],
      shortcut: [{ kind: 'conv2d', name: 'e', filters: 4, size: 1, padding: 'same', stride: 2, normalise: true, activation: false }],
    },
    { kind: 'average', name: 'm' },
  ],
}

/** Random small networks of every operation, with and without quantisers, in boxes of all sizes. */
export const smallNetworks = fc
  .record({ body: fc.constantFrom(...Object.keys(bodies)), levels: fc.constantFrom(0, 3, 15), seed: fc.nat(1e6), reach: fc.constantFrom(0, 0.002, 0.02, 0.1) })
  .map(({ body, levels, seed, reach }) => smallNetwork(body, levels, seed, reach))

export function smallNetwork(body: string, levels: number, seed: number, reach: number): Small {
  const network = defineNetwork({
    label: '',
    source: '',
    summary: '',
    input: [5, 5, 2],
    classes,
    layers: [...(bodies[body] ?? []), { kind: 'dense', name: 'last', units: classes, activation: false }],
  })
  const generator = new CounterRandom(seed, 'start')
  let count = 0
  const random = (): number => generator.unit(0, count >>> 2, 0, count++ & 3)
  const layout = layoutOf(network)
  const values = new Float32Array(layout.length)
  const [low, high] = [values.slice(), values.slice()]
  for (const { name, kind, offset, length } of layout.arrays)
    for (let i = offset; i < offset + length; i++) {
      values[i] = name.endsWith('.variance') ? 0.5 + random() : 1.6 * (random() - 0.5)
      low[i] = (values[i] ?? 0) - (kind === 'device' ? reach * random() : 0)
      high[i] = (values[i] ?? 0) + (kind === 'device' ? reach * random() : 0)
    }
  const quantiser = { levels, clips: Array.from({ length: graphOf(network).activations + 1 }, () => 0.5 + 2 * random()) }
  const pixels = Float32Array.from({ length: images * 50 }, () => (random() < 0.3 ? 0 : random()))
  const small = { network, quantiser, values, low, high, pixels, labels: new Uint8Array(images), random }
  // What is answered right without errors is what may be certified.
  const logits = logitsOf(small, values)
  return { ...small, labels: Uint8Array.from({ length: images }, (_, n) => largestOf(logits.subarray(n * classes, (n + 1) * classes))) }
}

/** The float32 network, on backend-cpu or whichever is chosen. */
export function logitsOf({ network, quantiser, pixels }: Pick<Small, 'network' | 'quantiser' | 'pixels'>, weights: Float32Array): Float32Array {
  return tf.tidy(() => {
    const x = tf.tensor4d(pixels, [pixels.length / 50, 5, 5, 2])
    return Float32Array.from(forward(network, toTensors(weights, layoutOf(network)), x, quantiser).logits.dataSync<'float32'>())
  })
}

/** A chip inside the box: at a vertex, or anywhere. */
export function chipOf({ low, high, random }: Small, vertex: boolean): Float32Array {
  return low.map((l, i) => {
    const u = high[i] ?? l
    const at = random()
    const value = vertex ? (at < 0.5 ? l : u) : Math.fround(l + at * (u - l))
    return Math.min(u, Math.max(l, value))
  })
}

export function batchOf(small: Small, widened = true): CertifiedBatch & { network: BoundedNetwork } {
  return {
    network: boundedNetwork(small.network, small, small.quantiser, widened),
    images: exactImages(small.pixels, images),
    labels: small.labels,
  }
}

function largestOf(values: Float32Array): number {
  return values.indexOf(Math.max(...values))
}
