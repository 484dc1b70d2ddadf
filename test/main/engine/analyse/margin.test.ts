import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foundBoundary } from '../../../../src/main/engine/analyse/found-boundary'
import { flippingThreshold, margins } from '../../../../src/main/engine/analyse/margin'
import { nearestBoundary, norm } from '../../../../src/main/engine/analyse/nearest-boundary'
import { argmax } from '../../../../src/main/engine/attack/surrogate'
import type { Dataset } from '../../../../src/main/engine/data/datasets'
import { float64Network, forward, logitsOf } from '../../../../src/main/engine/float64/network'
import type { NetworkDefinition } from '../../../../src/main/engine/network/definition'
import { layoutOf } from '../../../../src/main/engine/network/layout'
import { datasetOf, networkFrom, residualNetwork, wave, waveNumbers } from '../../../support/small-networks'

interface Golden {
  W_oi: number[][]
  b: number[]
  samples: {
    h: number[]
    logits: number[]
    predicted: number
    nearest: number
    per_class: Record<string, { delta: number[]; norm: number }>
    delta: number[]
    norm: number
  }[]
}

const folder = process.env['NADIR_VECTORS'] ?? join(import.meta.dirname, '../../../fixtures/vectors')
const golden = JSON.parse(readFileSync(join(folder, 'kkt_margin.json'), 'utf8')) as Golden

/** `w_c - w_j` of a dense layer given by rows. */
function differences(rows: readonly (readonly number[])[], c: number): (Float64Array | undefined)[] {
  return rows.map((row, j) => (j === c ? undefined : Float64Array.from(row, (w, i) => (rows[c]?.[i] ?? 0) - w)))
}

describe('the nearest boundary of a linear network', () => {
  it('is the minimum that SLSQP finds, for every other class and the nearest', () => {
    for (const { logits, predicted, nearest, per_class, delta, norm: least } of golden.samples) {
      const all = differences(golden.W_oi, predicted)
      const whole = nearestBoundary(logits, predicted, all)
      expect(whole?.to).toBe(nearest)
      expect(Math.abs((whole?.distance ?? 0) - least)).toBeLessThan(1e-8)
      whole?.direction.forEach((d, i) => expect(Math.abs(d * whole.distance - (delta[i] ?? 0))).toBeLessThan(1e-8))
      for (const [j, one] of Object.entries(per_class)) {
        const only = nearestBoundary(
          logits,
          predicted,
          all.map((difference, k) => (k === Number(j) ? difference : undefined)),
        )
        expect(Math.abs((only?.distance ?? 0) - one.norm)).toBeLessThan(1e-8)
        only?.direction.forEach((d, i) => expect(Math.abs(d * only.distance - (one.delta[i] ?? 0))).toBeLessThan(1e-8))
      }
    }
  })

  it('is none where no class can be reached', () => {
    expect(nearestBoundary([1, 0], 0, [undefined, new Float64Array(3)])).toBeUndefined()
  })
})

/** Images of a network, labelled as it answers them without errors. */
function answeredImages(definition: NetworkDefinition, weights: Float32Array, images: Uint8Array): Dataset {
  const size = definition.input.reduce((a, b) => a * b, 1)
  const network = float64Network(definition, weights)
  const labels = Uint8Array.from({ length: images.length / size }, (_, n) =>
    argmax(
      logitsOf(
        forward(
          network,
          Float64Array.from(images.subarray(n * size, (n + 1) * size), (u) => u / 255),
        ),
      ),
    ),
  )
  return datasetOf(definition.input, definition.classes, images, labels)
}

const bytes = (length: number, seed: number): Uint8Array => Uint8Array.from(wave(length, seed, 127), (x) => 128 + x)
const all = (dataset: Dataset): Uint32Array => Uint32Array.from(dataset.labels, (_, i) => i)
const ignore = (): Promise<void> => Promise.resolve()

const rectified = networkFrom([6, 6, 2], 5, [
  { kind: 'conv2d', name: 'conv', filters: 4, size: 3, padding: 'same', pool: 2 },
  { kind: 'dense', name: 'hidden', units: 9, activation: true },
  { kind: 'dense', name: 'last', units: 5, activation: false },
])
const linear = networkFrom([2, 3, 1], 4, [
  { kind: 'dense', name: 'a', units: 5, activation: false },
  { kind: 'dense', name: 'b', units: 7, activation: false },
  { kind: 'dense', name: 'last', units: 4, activation: false },
])

describe('margins of a network', () => {
  it('flip every answer when they are overstepped, and none of the last layer when they are not reached', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(rectified, residualNetwork, linear),
        fc.integer({ min: 1, max: 1e6 }),
        fc.double({ min: 0.05, max: 2, noNaN: true }),
        async (network, seed, size) => {
          const weights = waveNumbers(network, seed, size)
          const images = bytes(6 * network.input.reduce((a, b) => a * b, 1), seed)
          const dataset = answeredImages(network, weights, images)
          const scales = layoutOf(network).arrays.map(() => 1)
          const { right, layers } = await margins({ network, weights, scales, kappa: 1, images: all(dataset), dataset, checkpoint: ignore })
          expect(right).toBe(6)
          for (const layer of layers) {
            if (layer.norm.count > 0) expect(layer.overshootFlips).toBe(1)
            expect(layer.undershootFlips ?? 0).toBe(0)
            expect(layer.kind === 'minimum').toBe(layer === layers.at(-1))
          }
          expect(layers.at(-1)?.norm.count).toBe(6)
        },
      ),
      { numRuns: 60, endOnFailure: true },
    )
  })

  it('are the closed form in every layer of a linear network', () => {
    const weights = waveNumbers(linear, 7)
    const network = float64Network(linear, weights)
    const matrices = layoutOf(linear)
      .arrays.filter(({ kind }) => kind === 'device')
      .map(({ shape: [inputs = 0, outputs = 0], offset }) =>
        Array.from({ length: outputs }, (_, o) => Array.from({ length: inputs }, (_unused, i) => weights[offset + i * outputs + o] ?? 0)),
      )
    for (let n = 0; n < 5; n++) {
      const pass = forward(
        network,
        Float64Array.from(bytes(6, n), (u) => u / 255),
      )
      const answered = argmax(logitsOf(pass))
      network.layers.forEach(({ node }, l) => {
        // The product of the matrices from this layer on, output by input.
        const product = matrices.slice(l).reduce((before, matrix) => matrix.map((row) => times(row, before)))
        const exact = nearestBoundary(logitsOf(pass), answered, differences(product, answered))
        const features = pass[network.steps[node]?.node.inputs[0] ?? 0]?.value ?? new Float64Array()
        const found = foundBoundary({ network, pass, node, features, answered })
        expect(found?.to).toBe(exact?.to)
        expect((found?.distance ?? 0) / (exact?.distance ?? 1)).toBeCloseTo(1, 5)
        expect((found?.rate ?? 0) / (exact?.rate ?? 1)).toBeCloseTo(1, 5)
        found?.direction.forEach((d, i) => expect(d).toBeCloseTo(exact?.direction[i] ?? 0, 6))
      })
    }
  })

  it('are told of images that are answered right, weakest first, with their pixels and the pair of classes', async () => {
    const weights = waveNumbers(rectified, 5)
    const images = bytes(72 * 30, 9)
    const dataset = answeredImages(rectified, weights, images)
    dataset.labels[3] = (1 + (dataset.labels[3] ?? 0)) % 5
    const told: number[][] = []
    const result = await margins({
      network: rectified,
      weights,
      scales: layoutOf(rectified).arrays.map(() => 0.5),
      kappa: 2,
      images: all(dataset),
      dataset,
      checkpoint: async (done, of) => void told.push([done, of]),
    })
    expect(result).toMatchObject({ dataset: 'tiny', images: 30, right: 29, shape: [6, 6, 2] })
    expect(told).toEqual(Array.from({ length: 30 }, (_, i) => [i + 1, 30]))
    expect(result.layers.map(({ layer, features }) => [layer, features])).toEqual([
      ['conv', 72],
      ['hidden', 36],
      ['last', 9],
    ])
    for (const layer of result.layers) {
      expect(layer.histogram.reduce((a, b) => a + b, 0)).toBe(layer.norm.count)
      expect(layer.pairs.reduce((n, pair) => n + pair.images, 0)).toBe(layer.norm.count)
      expect(layer.pairs.map(({ median }) => median)).toEqual(layer.pairs.map(({ median }) => median).sort((a, b) => a - b))
      expect(layer.weakest.map(({ image }) => image)).not.toContain(3)
      for (const weak of layer.weakest) {
        expect(Uint8Array.from(Buffer.from(weak.pixels, 'base64'))).toEqual(images.slice(weak.image * 72, (weak.image + 1) * 72))
        expect(weak.label).toBe(dataset.labels[weak.image])
        expect(weak.answered).not.toBe(weak.label)
        expect(weak.margin).toBeGreaterThanOrEqual(0)
      }
      expect(layer.weakest).toHaveLength(Math.min(24, layer.norm.count))
    }
  })

  it('end where the checkpoint throws', async () => {
    const weights = waveNumbers(rectified, 5)
    const dataset = answeredImages(rectified, weights, bytes(72 * 4, 9))
    const input = { network: rectified, weights, scales: [], kappa: 1, images: all(dataset), dataset }
    await expect(
      margins({ ...input, checkpoint: (done) => (done === 2 ? Promise.reject(new Error('enough')) : ignore()) }),
    ).rejects.toThrow('enough')
  })
})

function times(row: readonly number[], matrix: readonly (readonly number[])[]): number[] {
  return (matrix[0] ?? []).map((_, i) => row.reduce((sum, w, k) => sum + w * (matrix[k]?.[i] ?? 0), 0))
}

describe('the threshold at which the last layer alone flips an image', () => {
  const weights = waveNumbers(rectified, 11)
  const layout = layoutOf(rectified)
  const place = layout.arrays.findIndex(({ name }) => name === 'last.weight')
  const { offset, length } = layout.arrays[place] ?? { offset: 0, length: 0 }
  const [kappa, scale] = [2, 0.4]

  it.each([0, 1, 2, 3])('lets no error of a smaller box flip it, and the aligned error of a slightly larger one does: image %i', (n) => {
    const network = float64Network(rectified, weights)
    const image = Float64Array.from(bytes(72, 30 + n), (u) => u / 255)
    const pass = forward(network, image)
    const answered = argmax(logitsOf(pass))
    const layer = network.layers.at(-1)
    if (layer === undefined) throw new Error('no layer')
    const t = flippingThreshold(network, pass, layer, answered, kappa * scale)
    const h = pass[network.steps[layer.node]?.node.inputs[0] ?? 0]?.value ?? new Float64Array()
    expect(norm(h)).toBeGreaterThan(0)
    const answers = (error: (input: number, output: number) => number): number => {
      const moved = weights.slice()
      for (let k = 0; k < length; k++) moved[offset + k] = (moved[offset + k] ?? 0) + error(Math.floor(k / 5), k % 5)
      return argmax(logitsOf(forward(float64Network(rectified, moved), image)))
    }
    const aligned = (box: number): number[] =>
      [0, 1, 2, 3, 4].map((j) => answers((i, o) => (o === answered ? -1 : o === j ? 1 : 0) * Math.sign(h[i] ?? 0) * box * kappa * scale))
    expect(aligned(t * 1.001).some((answer) => answer !== answered)).toBe(true)
    expect(aligned(t * 0.999).every((answer) => answer === answered)).toBe(true)
    for (let draw = 0; draw < 200; draw++) {
      const signs = wave(length, draw, 1)
      expect(answers((i, o) => Math.sign(signs[i * 5 + o] ?? 0) * t * 0.999 * kappa * scale)).toBe(answered)
    }
  })
})
