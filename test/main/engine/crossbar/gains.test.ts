import ideal from '../../../../src/main/engine/device/presets/ideal'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { createLocalExecutor } from '../../../../src/main/engine/compute/local'
import { cellLayout, cellsOf, planOf } from '../../../../src/main/engine/crossbar/cells'
import { byDevices, tiledProduct, weightsOf, type TiledLayer } from '../../../../src/main/engine/network/layers/tiled'
import { quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { hardwareOf } from '../../../../src/main/engine/variation/hardware'
import { convertersOf } from '../../../../src/shared/converters'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { CounterRandom } from '../../../../src/shared/rng'
import { createFieldTable } from '../../../../src/shared/spec'
import { usableBackends } from '../../../support/backends'
import { contextOf, flatFrom, layout, tensorFlowNames } from '../../../support/lenet-vectors'
import { vectors } from '../../../support/vectors'

const usable = await usableBackends()
beforeAll(async () => {
  for (const backend of [...usable, 'wasm']) await chooseBackend(backend)
})

const random = new CounterRandom(11, 'start')
let drawn = 0
const numbers = (length: number, from: number, to: number): Float32Array =>
  Float32Array.from({ length }, () => from + (to - from) * random.unit(drawn++, 0, 0, 0))

const of = (fields: Record<string, unknown>): Design => parseSpec(createFieldTable(), fields).fields as Design

describe.each(['sign-magnitude', 'differential', 'offset'] as const)('a layer of %s with a gain a column of each tile', (scheme) => {
  const design = of({ 'mapping.scheme': scheme, 'crossbar.adcBits': 16, 'crossbar.rows': 8, 'activations.bits': 'float' })
  const plan = planOf(design)
  const n = cellsOf(plan).length
  const [rows, outputs] = [19, 3]
  const columns = outputs * n
  const gains = numbers(3 * columns, 0.5, 1.5)
  const layer: TiledLayer = { plan, rows: 8, converters: convertersOf(design), scale: 0.7, clip: 2, levels: 0, gains }

  /** What a layer with converters too fine to notice gives for one image, in float64: METHODS 1 and 7, one device at a time. */
  function slow(x: ArrayLike<number>, devices: ArrayLike<number>): number[] {
    return Array.from({ length: outputs }, (_, o) => {
      let sum = 0
      for (let r = 0; r < rows; r++) {
        let weight = scheme === 'offset' ? -layer.scale : 0
        cellsOf(plan).forEach(({ share }, c) => {
          const gain = gains[Math.floor(r / 8) * columns + o * n + c] ?? NaN
          weight += ((scheme === 'offset' ? 2 : 1) * layer.scale * share * gain * (devices[r * columns + o * n + c] ?? NaN)) / 15
        })
        sum += weight * (x[r] ?? NaN)
      }
      return sum
    })
  }

  const x = numbers(rows, 0, 2)
  const devices = numbers(rows * columns, 0, 3)
  const close = (found: ArrayLike<number>, expected: readonly number[], within: number): void =>
    expected.forEach((value, i) => expect(Math.abs((found[i] ?? NaN) - value)).toBeLessThan(within))

  it.each(usable)('gives what single devices give, and takes an offset off without a gain, on %s', async (backend) => {
    await chooseBackend(backend)
    const found = tf.tidy(() => tiledProduct(tf.tensor2d(x, [1, rows]), tf.tensor2d(devices, [rows, columns]), layer).dataSync<'float32'>())
    close(found, slow(x, devices), 0.02)
  })

  it('has the weights and the gradient by devices of that sum', async () => {
    await chooseBackend('wasm')
    tf.tidy(() => {
      const levels = tf.tensor2d(devices, [rows, columns])
      const product = tf.matMul(tf.tensor2d(x, [1, rows]), weightsOf(levels, layer))
      close(product.dataSync<'float32'>(), slow(x, devices), 1e-5)
      const slopes = [0.3, -1, 2]
      const byWeights = tf.matMul(tf.tensor2d(x, [rows, 1]), tf.tensor2d(slopes, [1, outputs]))
      const found = byDevices(byWeights, levels, layer).dataSync<'float32'>()
      const loss = (at: Float64Array): number => slow(x, at).reduce((sum, y, o) => sum + y * (slopes[o] ?? 0), 0)
      const differences = Array.from(devices, (_, i) => {
        const moved = (by: number): Float64Array => Float64Array.from(devices, (level, j) => (i === j ? level + by : level))
        return (loss(moved(0.5)) - loss(moved(-0.5))) / 1
      })
      close(found, differences, 1e-5)
    })
  })
})

describe('gains of a network', () => {
  const get = vectors('lenet_quant4')
  const context = { ...contextOf('lenet_quant4', { clips: [1, ...get('clips')], levels: 15 }), quantiseImage: true }
  const design = of({ 'crossbar.adcBits': 9 })
  const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
  const { tiled, programmed } = hardwareOf(design, quantiseWeights(flat, layout, design), layout, ideal)
  if (tiled === undefined) throw new Error('no converters')
  const gainsOf = (make: (length: number) => Float32Array): (Float32Array | undefined)[] =>
    cellLayout(layout, planOf(design)).arrays.map(({ kind, length, shape }) => {
      const columns = shape.at(-1) ?? 0
      return kind === 'device' ? make(Math.ceil(length / columns / 128) * columns) : undefined
    })
  beforeAll(() => chooseBackend('wasm'))

  it('of ones change no bit of logits or gradients', async () => {
    const ones = createLocalExecutor({ ...context, tiled: { ...tiled, gains: gainsOf((length) => new Float32Array(length).fill(1)) } })
    const none = createLocalExecutor({ ...context, tiled })
    expect(await ones.logits(programmed.values, context.all)).toEqual(await none.logits(programmed.values, context.all))
    expect(await ones.gradient(programmed.values, context.all, 'ce')).toEqual(await none.gradient(programmed.values, context.all, 'ce'))
  })

  it('of one pass take the place of those of its tiles, and of no other pass', async () => {
    const drift = gainsOf((length) => numbers(length, 0, 1.6))
    const none = createLocalExecutor({ ...context, tiled })
    const own = createLocalExecutor({ ...context, tiled: { ...tiled, gains: drift } })
    const [expected, clean] = [await own.evaluate(programmed.values, context.all), await none.evaluate(programmed.values, context.all)]
    expect(expected).toBeLessThan(clean)
    expect(await none.evaluate(programmed.values, context.all, { gains: drift })).toBe(expected)
    expect(await none.evaluate(programmed.values, context.all)).toBe(clean)
    const others = gainsOf((length) => new Float32Array(length).fill(1))
    expect(await own.evaluate(programmed.values, context.all, { gains: others })).toBe(clean)
  })

  it('are refused where nothing has tiles', async () => {
    const plain = createLocalExecutor(context)
    await expect(plain.evaluate(flat, context.all, { gains: [] }).then(() => 'done')).rejects.toThrow('gains without tiles')
  })
})
