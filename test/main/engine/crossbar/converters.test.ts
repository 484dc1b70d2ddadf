import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { readProduct } from '../../../../src/main/engine/backend/kernels/tiles'
import { convertersOf } from '../../../../src/shared/converters'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'

beforeAll(() => chooseBackend('wasm'))

describe('converters of a design', () => {
  const of = (fields: Record<string, unknown>): ReturnType<typeof convertersOf> =>
    convertersOf(parseSpec(createFieldTable(), fields).fields as Design)

  it('need the bits that METHODS 7 says, and ISAAC asks for one more at times', () => {
    // 128 rows, one input bit a cycle, two bits a device: 128 x 1 x 3 = 384 sums above zero.
    expect(of({})).toMatchObject({ range: 384, exactBits: 9, isaacBits: 9, digits: 4, digitTop: 1, levelTop: 3 })
    expect(of({ 'device.bitsPerDevice': 1 })).toMatchObject({ range: 128, exactBits: 8, isaacBits: 8 })
    expect(of({ 'crossbar.dacBits': 4, 'device.bitsPerDevice': 4 })).toMatchObject({
      range: 28_800,
      exactBits: 15,
      isaacBits: 15,
      digits: 1,
    })
    expect(of({ 'crossbar.dacBits': 3, 'activations.bits': 4 })).toMatchObject({ digits: 2, digitTop: 7 })
    expect(of({ 'crossbar.dacBits': 8, 'activations.bits': 2 })).toMatchObject({ digits: 1, digitTop: 3 })
    expect(of({ 'weights.bits': 'float' })).toMatchObject({ exactBits: Infinity, levelTop: 1 })
  })

  it('are exact to the last bit with that many bits, and not with one less', () => {
    for (const [dacBits, K] of [
      [1, 2],
      [2, 2],
      [1, 4],
      [4, 1],
    ] as const) {
      const design = { 'crossbar.rows': 128, 'crossbar.dacBits': dacBits, 'device.bitsPerDevice': K }
      const { exactBits } = of(design)
      const read = (adcBits: number): Float32Array => {
        const { digits, digitTop, step, codes } = of({ ...design, 'crossbar.adcBits': adcBits })
        return tf.tidy(() => {
          // All inputs and devices at their top give the largest sum there is; the other row is a random one.
          const x = tf.concat([tf.ones([1, 128]), tf.div(tf.tensor2d(levels, [1, 128]), 15)])
          const cells = tf.concat([tf.fill([128, 1], 2 ** K - 1), tf.tensor2d(few(2 ** K), [128, 1])], 1)
          const codesRead = readProduct(x, cells, { rows: 128, clip: 1, levels: 15, digits, base: digitTop + 1, step, codes, shares: [1] })
          return tf.mul(codesRead, step).dataSync<'float32'>()
        })
      }
      const levels = Float32Array.from({ length: 128 }, (_, i) => (i * 7) % 16)
      const few = (base: number): Float32Array => Float32Array.from({ length: 128 }, (_, i) => (i * 5) % base)
      const ideal = [levels.map(() => 15), levels].flatMap((inputs) =>
        [levels.map(() => 2 ** K - 1), few(2 ** K)].map((cells) => inputs.reduce((sum, level, i) => sum + level * (cells[i] ?? 0), 0)),
      )
      expect([...read(exactBits)]).toEqual(ideal)
      expect([...read(exactBits - 1)]).not.toEqual(ideal)
    }
  })
})
