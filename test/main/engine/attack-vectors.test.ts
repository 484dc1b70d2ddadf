import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import { attackOf } from '../../../src/main/engine/attack'
import { createObjective, type Objective } from '../../../src/main/engine/attack/objective'
import { createLocalExecutor } from '../../../src/main/engine/compute/local'
import type { Programmed } from '../../../src/main/engine/network/quantise'
import { boxSet } from '../../../src/main/engine/variation/box'
import type { VariationSet } from '../../../src/main/engine/variation/set'
import { contextOf, deviceArrays, flatFrom, fromTorch, layout, torchNames } from '../../support/lenet-vectors'
import { relativeError, vectors } from '../../support/vectors'

const get = vectors('lwc_steps')
const t = get('t')[0] ?? 0

function setup(quantised: boolean): {
  set: VariationSet
  programmed: Programmed
  context: ReturnType<typeof contextOf>
  objective: Objective
  visited: Float32Array[]
} {
  const scale = get('scale')
  const values = flatFrom(get, (l) => fromTorch(get(`q${torchNames[l]}`), l).map((q) => ((scale[l] ?? 0) * q) / 15))
  const programmed: Programmed = { values, scales: layout.arrays.map((_, i) => (i % 2 === 0 ? (scale[i / 2] ?? 0) : 0)) }
  const context = contextOf('lwc_steps', { clips: [1, ...(quantised ? get('clips') : [0, 0, 0, 0])], levels: quantised ? 15 : 0 })
  const set = boxSet(programmed, layout, { radius: t, zeroExact: false })
  const visited: Float32Array[] = []
  const plain = createObjective({
    executor: createLocalExecutor(context),
    programmed,
    set,
    surrogate: 'p2',
    attack: context.all,
    scored: context.all,
  })
  const objective: Objective = {
    ...plain,
    gradient: (z, options) => {
      visited.push(z.slice())
      return plain.gradient(z, options)
    },
  }
  return { set, programmed, context, objective, visited }
}

/** Multiples of the file's unit at each weight, array by array. */
const multiples = (z: Float32Array, unit: number): Float64Array[] => {
  const flat = new Float32Array(layout.length)
  let at = 0
  for (const { kind, offset, length } of layout.arrays) {
    if (kind !== 'device') continue
    flat.set(z.subarray(at, at + length), offset)
    at += length
  }
  return deviceArrays(flat).map((values) => values.map((value) => (value * t) / unit))
}

const ambiguous = (name: string, l: number): Uint8Array => {
  const packed = get(name)
  const length = layout.arrays[2 * l]?.length ?? 0
  return Uint8Array.from(
    fromTorch(
      Float64Array.from({ length }, (_, i) => ((packed[i >> 3] ?? 0) >> (7 - (i & 7))) & 1),
      l,
    ),
  )
}

beforeAll(() => chooseBackend('wasm'))

describe.each([
  ['f-lwc', 'flwc', 3, { steps: 3, reading: 'per-epoch', batch: 64 }],
  ['mi-pgd', 'mipgd', 5, { steps: 5, stride: 2.5, momentum: 0.9, normalise: 'layer' }],
])('%s against the golden steps', (id, name, steps, params) => {
  it('takes every step exactly, with the logits, accuracy and loss that follow', async () => {
    const { set, programmed, context, objective, visited } = setup(false)
    const finding = await attackOf(id).run({ set, objective, params, radius: t, seed: 1, report: () => undefined })
    const executor = createLocalExecutor(context)
    const points = [...visited.slice(1), finding.z]
    expect(points).toHaveLength(steps)
    for (const [i, z] of points.entries()) {
      const step = `${name}_step${i + 1}`
      multiples(z, get(`${name}_unit`)[0] ?? 0).forEach((m, l) => {
        const expected = fromTorch(get(`${step}_m${torchNames[l]}`), l)
        const unsure = ambiguous(`${step}_ambiguous${torchNames[l]}`, l)
        const wrong = m.filter((value, k) => unsure[k] === 0 && Math.abs(value - (expected[k] ?? 0)) > 1e-3).length
        expect(wrong, `${step}, layer ${l + 1}`).toBe(0)
      })
      const weights = set.perturbation(z).map((d, k) => (programmed.values[k] ?? 0) + d)
      expect(relativeError(await executor.logits(weights, context.all), get(`${step}_logits`))).toBeLessThan(5e-6)
      expect(await objective.accuracy(z)).toBeCloseTo(100 * (get(`${step}_accuracy`)[0] ?? 0), 9)
    }
  })
})

describe('F-LWC with 4-bit activations', () => {
  const params = { steps: 3, reading: 'per-epoch', batch: 64 }
  const flwc = (setup_: ReturnType<typeof setup>) =>
    attackOf('f-lwc').run({ ...setup_, params, radius: t, seed: 1, report: () => undefined })

  it('has the golden logits at the golden errors of every step', async () => {
    const { context } = setup(true)
    const executor = createLocalExecutor(context)
    const [scale, unit] = [get('scale'), get('q4a_flwc_unit')[0] ?? 0]
    for (const step of [0, 1, 2, 3]) {
      const weights = flatFrom(get, (l) => {
        const m = step === 0 ? undefined : fromTorch(get(`q4a_flwc_step${step}_m${torchNames[l]}`), l)
        return fromTorch(get(`q${torchNames[l]}`), l).map((q, i) => (scale[l] ?? 0) * (q / 15 + (m?.[i] ?? 0) * unit))
      })
      const expected = get(step === 0 ? 'q4a_clean_logits' : `q4a_flwc_step${step}_logits`)
      expect(relativeError(await executor.logits(weights, context.all), expected)).toBeLessThan(2e-6)
    }
  })

  // Free running, float32 and float64 part where an activation crosses a rounding edge: the errors of a hundredth of
  // the weights may differ, and the logits with them; the accuracies hardly do.
  it('stays within the stated distance of the golden steps, free running', async () => {
    const { set, objective, visited, ...rest } = setup(true)
    const finding = await flwc({ set, objective, visited, ...rest })
    for (const [i, z] of [...visited.slice(1), finding.z].entries()) {
      const step = `q4a_flwc_step${i + 1}`
      let wrong = 0
      multiples(z, get('q4a_flwc_unit')[0] ?? 0).forEach((m, l) => {
        const expected = fromTorch(get(`${step}_m${torchNames[l]}`), l)
        wrong += m.filter((value, k) => Math.abs(value - (expected[k] ?? 0)) > 1e-3).length
      })
      expect(wrong / set.size).toBeLessThan(0.01)
      expect(Math.abs((await objective.accuracy(z)) - 100 * (get(`${step}_accuracy`)[0] ?? 0))).toBeLessThanOrEqual((100 * 2) / 64)
    }
  })
})
