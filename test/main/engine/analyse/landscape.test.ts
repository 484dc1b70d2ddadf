import { describe, expect, it } from 'vitest'
import { landscape, type LandscapeInput } from '../../../../src/main/engine/analyse/landscape'
import { randomDirection } from '../../../../src/main/engine/analyse/direction'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import type { Executor } from '../../../../src/main/engine/compute/executor'
import { layoutOf } from '../../../../src/main/engine/network/layout'
import { layout as lenetLayout } from '../../../support/lenet-vectors'
import { networkFrom, wave } from '../../../support/small-networks'
import { tinyProblem } from '../../../support/tiny'
import { contextOf } from '../../../support/lenet-vectors'

/** One dense layer of two inputs and three classes: `z = h W + b`. */
const network = networkFrom([1, 2, 1], 3, [{ kind: 'dense', name: 'only', units: 3, activation: false }])
const layout = layoutOf(network)
const values = Float32Array.of(0.5, -1, 2, 0.25, 1.5, -0.75, 0.1, -0.2, 0.3)
const worst = Float32Array.of(-0.5, 1, -1.5, 0.5, 0, 0.25, 0, 0, 0)
const inputs = [
  [1, 0.5],
  [0.25, -1],
  [-2, 1],
  [0, 3],
] as const
const labels = Uint8Array.of(2, 0, 1, 1)

/** Logits of that layer in float64, rounded as an executor rounds. */
function logitsWith(weights: ArrayLike<number>, [a, b]: readonly [number, number]): number[] {
  return [0, 1, 2].map((j) => Math.fround(a * (weights[j] ?? 0) + b * (weights[3 + j] ?? 0) + (weights[6 + j] ?? 0)))
}

const unused = (): never => {
  throw new Error('only logits are asked for')
}
const oneLayer: Executor = {
  width: 1,
  evaluate: unused,
  gradient: unused,
  distribution: unused,
  certify: unused,
  logits: (weights, images) => Promise.resolve(flat(weights, images)),
}
function flat(weights: Float32Array, images: Uint32Array): Float32Array {
  return Float32Array.from([...images].flatMap((image) => logitsWith(weights, inputs[image] ?? [0, 0])))
}

const base: LandscapeInput = {
  executor: oneLayer,
  programmed: { values, scales: [2, 0] },
  layout,
  worst,
  images: Uint32Array.of(0, 1, 2, 3),
  labels,
  classes: 3,
  zeta: 0.2,
  directions: 2,
  alphas: 9,
  map: 3,
  seed: 4,
  checkpoint: () => Promise.resolve(),
}

/** Mean of log(sum e^z) - z_label, written out. */
function closedForm(weights: ArrayLike<number>): number {
  const losses = inputs.map((input, n) => {
    const z = logitsWith(weights, input)
    return Math.log(z.reduce((sum, o) => sum + Math.exp(o), 0)) - (z[labels[n] ?? 0] ?? 0)
  })
  return losses.reduce((a, b) => a + b, 0) / losses.length
}

const sum = (alpha: number, direction: ArrayLike<number>, more = 0, other: ArrayLike<number> = []): Float32Array =>
  values.map((w, i) => w + alpha * (direction[i] ?? 0) + more * (other[i] ?? 0))

describe('the landscape of one softmax layer', () => {
  it('is the closed form along every direction and on the map', async () => {
    const told: number[] = []
    const result = await landscape({ ...base, checkpoint: async (done, of) => void told.push(done / of) })
    expect(result.alphas).toEqual([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2])
    const first = randomDirection(base.programmed, layout, 0.2, 4, 0)
    const directions = [first, randomDirection(base.programmed, layout, 0.2, 4, 1), worst]
    expect(result.curves.map(({ kind }) => kind)).toEqual(['random', 'random', 'worst'])
    result.curves.forEach(({ loss }, k) => {
      result.alphas.forEach((alpha, i) => expect(loss[i]).toBeCloseTo(closedForm(sum(alpha, directions[k] ?? [])), 12))
    })
    expect(result.map.x).toEqual([-1, 0, 1])
    const scale = Math.hypot(...worst) / Math.hypot(...first)
    result.map.y.forEach((y, row) =>
      result.map.x.forEach((x, column) => {
        expect(result.map.loss[row * 3 + column]).toBeCloseTo(closedForm(sum(x, worst, y * scale, first)), 12)
      }),
    )
    expect(told).toHaveLength(3 * 9 + 9)
    expect(told.at(-1)).toBe(1)
  })

  it('gives a straight loss the slope of the line', async () => {
    // The answered class is far ahead of the right one: the loss is the difference of their logits.
    const steep: Executor = {
      ...oneLayer,
      logits: (weights) => Promise.resolve(Float32Array.of(100 + 10 * ((weights[0] ?? 0) - 0.5), 0, 0)),
    }
    const line = { ...base, executor: steep, images: Uint32Array.of(0), labels: Uint8Array.of(1), directions: 1 }
    const result = await landscape({ ...line, worst: Float32Array.of(-0.5, 0, 0, 0, 0, 0, 0, 0, 0) })
    expect(result.curves.at(-1)?.slope).toBeCloseTo(5, 12)
    expect(result.curves.at(-1)?.accuracy).toEqual(new Array(9).fill(0))
  })

  it.each([
    [3, 1],
    [5, 2],
    [11, 5 / 3],
    [41, 20 / 13],
  ])('has the programmed network and the worst chip among the %i places of a side, which reaches to %f', async (map, reach) => {
    const { x } = (await landscape({ ...base, directions: 1, alphas: 5, map })).map
    expect(x).toContain(0)
    expect(x).toContain(1)
    expect(x.at(-1)).toBeCloseTo(reach, 12)
    expect(x).toHaveLength(map)
  })

  it('is the same bits for the same seed, another for another one, and moves digital numbers nowhere', async () => {
    const again = await landscape(base)
    expect(await landscape(base)).toEqual(again)
    const other = await landscape({ ...base, seed: 5 })
    expect(other.curves[0]?.loss).not.toEqual(again.curves[0]?.loss)
    expect(other.curves[2]).toEqual(again.curves[2])
    expect(randomDirection(base.programmed, layout, 0.2, 4, 0).subarray(6)).toEqual(new Float64Array(3))
  })

  it('draws directions whose numbers are normal, as wide as zeta times their weight', () => {
    const many = {
      arrays: [{ name: 'w', shape: [20_000], offset: 0, length: 20_000, kind: 'device' as const }],
      length: 20_000,
      deviceLength: 20_000,
    }
    const weights = wave(20_000, 1, 3)
    const v = randomDirection({ values: weights, scales: [3] }, many, 0.2, 9, 3)
    const standard = v.map((x, i) => x / (0.2 * Math.abs(weights[i] ?? 1)))
    const moment = (k: number): number => standard.reduce((total, x) => total + x ** k, 0) / standard.length
    // Within four standard errors of the moments of a normal sample.
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(20_000))
    expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / 20_000))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / 20_000))
  })

  it('refuses numbers that are not the weights of the layout', async () => {
    await expect(landscape({ ...base, worst: new Float32Array(20) })).rejects.toMatchObject({
      code: 'bad-value',
      hint: expect.stringContaining('converters') as string,
    })
  })
})

it('is the programmed LeNet at alpha 0 and the worst chip at alpha 1', async () => {
  await chooseBackend('wasm')
  const { executor, programmed, images, set } = tinyProblem()
  const error = set.perturbation(Float32Array.from({ length: set.size }, (_, i) => (i % 3 === 0 ? 1 : -1)))
  const chip = programmed.values.map((w, i) => w + (error[i] ?? 0))
  const classes = contextOf('lenet_quant4', { clips: [], levels: 0 }).labels
  const input = { ...base, executor, programmed, layout: lenetLayout, worst: error, images, labels: classes, classes: 10 }
  const { alphas, curves, map } = await landscape({ ...input, directions: 1, alphas: 5 })
  const share = async (weights: Float32Array): Promise<number> => (100 * (await executor.evaluate(weights, images))) / images.length
  const [clean, hurt] = [await share(programmed.values), await share(chip)]
  for (const { accuracy } of curves) expect(accuracy[alphas.indexOf(0)]).toBe(clean)
  expect(curves.at(-1)?.accuracy[alphas.indexOf(1)]).toBe(hurt)
  expect(hurt).not.toBe(clean)
  expect([map.accuracy[4], map.accuracy[5]]).toEqual([clean, hurt])
})
