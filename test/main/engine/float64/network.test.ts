import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import {
  float64Network,
  forward,
  forwardFrom,
  logitsOf,
  productOf,
  reachOf,
  slopeAt,
  slopeBefore,
  type Float64Network,
  type Pass,
} from '../../../../src/main/engine/float64/network'
import { forward as forward32, toTensors } from '../../../../src/main/engine/network/forward'
import { layoutOf } from '../../../../src/main/engine/network/layout'
import { networkOf } from '../../../../src/main/engine/network/zoo'
import { contextOf, flatFrom, tensorFlowNames } from '../../../support/lenet-vectors'
import { networkFrom, residualNetwork, wave, waveNumbers } from '../../../support/small-networks'
import { relativeError, vectors } from '../../../support/vectors'

const lenet = networkOf('lenet')
const get = vectors('lenet_forward')
const lenetNumbers = flatFrom(get, (l) => get(`w${tensorFlowNames[l]}`))
const { images } = contextOf('lenet_forward', { clips: [], levels: 0 })
const pixels = (image: number): Float64Array => Float64Array.from(images.subarray(image * 784, (image + 1) * 784), (u) => u / 255)

/** Windows and filters that do not fit: strides, odd sides, pooling that leaves a rest. */
const uneven = networkFrom([9, 8, 2], 3, [
  { kind: 'conv2d', name: 'a', filters: 3, size: 4, padding: 'same', stride: 2 },
  { kind: 'conv2d', name: 'b', filters: 5, size: 2, padding: 'valid', pool: 2 },
  { kind: 'dense', name: 'c', units: 7, activation: true },
  { kind: 'dense', name: 'd', units: 3, activation: false },
])

describe('the float64 network', () => {
  it('gives the logits of the golden vectors', () => {
    const network = float64Network(lenet, lenetNumbers)
    const classes = lenet.classes
    const logits = new Float64Array(get('labels').length * classes)
    get('labels').forEach((_, image) => logits.set(logitsOf(forward(network, pixels(image))), image * classes))
    // Pixels of the vectors are u / 255 in float64, like ours.
    expect(relativeError(logits, get('logits'))).toBeLessThan(1e-7)
  })

  it.each([
    ['LeNet', lenet, lenetNumbers],
    ['a residual network', residualNetwork, waveNumbers(residualNetwork, 3)],
    ['a network of uneven sides', uneven, waveNumbers(uneven, 5)],
  ])('agrees with the float32 one without quantisers on %s', async (_name, definition, numbers) => {
    await chooseBackend('wasm')
    const [height, width, channels] = definition.input
    const images = wave(3 * height * width * channels, 1, 1).map(Math.abs)
    const expected = tf.tidy(() => {
      const x = tf.tensor4d(images, [3, height, width, channels])
      return forward32(definition, toTensors(numbers, layoutOf(definition)), x, { clips: [], levels: 0 })
        .logits.dataSync<'float32'>()
        .slice()
    })
    const network = float64Network(definition, numbers)
    const size = height * width * channels
    const logits = [0, 1, 2].flatMap((n) => [...logitsOf(forward(network, Float64Array.from(images.subarray(n * size, (n + 1) * size))))])
    expect(relativeError(expected, logits)).toBeLessThan(1e-5)
  })

  it.each([
    // Not a digit: on its black margin pooling windows tie, and slopes there are one-sided.
    ['LeNet', lenet, lenetNumbers, Float64Array.from(wave(784, 1, 1), Math.abs)],
    ['a residual network', residualNetwork, waveNumbers(residualNetwork, 3), Float64Array.from(wave(108, 1, 1), Math.abs)],
    ['a network of uneven sides', uneven, waveNumbers(uneven, 5), Float64Array.from(wave(144, 2, 1), Math.abs)],
  ])('gives the slopes at every layer of %s that finite differences give', (_name, definition, numbers, image) => {
    const network = float64Network(definition, numbers)
    const pass = forward(network, image)
    const slopes = Float64Array.from(wave(definition.classes, 4, 1))
    for (const { node } of network.layers) {
      const features = pass[network.steps[node]?.node.inputs[0] ?? 0]?.value ?? new Float64Array()
      const slope = slopeBefore(network, node, slopeAt(network, pass, node, slopes))
      // Some features of each layer, spread over it; a kink within the step would show as a jump, and none is there.
      for (let k = 0; k < 40; k++) {
        const i = Math.floor((k * features.length) / 40)
        const [up, down] = [1e-6, -1e-6].map((step) => scoreAt(network, pass, node, features.with(i, (features[i] ?? 0) + step), slopes))
        expect(Math.abs(((up ?? 0) - (down ?? 0)) / 2e-6 - (slope[i] ?? 0))).toBeLessThan(1e-6)
      }
    }
  })

  it('says what errors of the weights of each layer can move: the 1-norm of the gradient that finite differences give', () => {
    for (const definition of [residualNetwork, uneven]) {
      const numbers = waveNumbers(definition, 3)
      const image = Float64Array.from(
        wave(
          definition.input.reduce((a, b) => a * b, 1),
          1,
          1,
        ),
        Math.abs,
      )
      const slopes = Float64Array.from(wave(definition.classes, 4, 1))
      const network = float64Network(definition, numbers)
      const pass = forward(network, image)
      for (const { node } of network.layers) {
        const features = pass[network.steps[node]?.node.inputs[0] ?? 0]?.value ?? new Float64Array()
        const weights = network.steps[node]?.arrays[0] ?? new Float64Array()
        let norm = 0
        weights.forEach((w, i) => {
          const [up, down] = [1e-5, -1e-5].map((step) => {
            weights[i] = w + step
            const score = logitsOf(forward(network, image)).reduce((sum, z, j) => sum + z * (slopes[j] ?? 0), 0)
            weights[i] = w
            return score
          })
          norm += Math.abs(((up ?? 0) - (down ?? 0)) / 2e-5)
        })
        expect(reachOf(network, node, features, slopeAt(network, pass, node, slopes)) / norm).toBeCloseTo(1, 6)
      }
    }
  })

  it('changes nothing where features stay as they are, and leaves the pass alone', () => {
    const network = float64Network(residualNetwork, waveNumbers(residualNetwork, 3))
    const pass = forward(network, Float64Array.from(wave(108, 1, 1), Math.abs))
    const before = pass.map(({ value }) => value.slice())
    for (const { node } of network.layers) {
      const features = pass[network.steps[node]?.node.inputs[0] ?? 0]?.value ?? new Float64Array()
      const again = forwardFrom(network, pass, node, productOf(network, node, features))
      expect(logitsOf(again)).toEqual(logitsOf(pass))
      forwardFrom(
        network,
        pass,
        node,
        productOf(
          network,
          node,
          features.map((x) => x + 1),
        ),
      )
    }
    expect(pass.map(({ value }) => value)).toEqual(before)
  })
})

function scoreAt(network: Float64Network, pass: Pass, node: number, features: Float64Array, slopes: Float64Array): number {
  return logitsOf(forwardFrom(network, pass, node, productOf(network, node, features))).reduce((sum, z, j) => sum + z * (slopes[j] ?? 0), 0)
}
