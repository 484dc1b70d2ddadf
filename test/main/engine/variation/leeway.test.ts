import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { rankWeights } from '../../../../src/main/engine/analyse/ranking'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { planOf } from '../../../../src/main/engine/crossbar/cells'
import pcm from '../../../../src/main/engine/device/presets/pcm'
import { quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { hardwareOf } from '../../../../src/main/engine/variation/hardware'
import { both, protectedBy, restricted } from '../../../../src/main/engine/variation/leeway'
import { derive } from '../../../../src/shared/device-math'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { requireRestriction, restrictionOf } from '../../../../src/shared/restriction'
import { createFieldTable } from '../../../../src/shared/spec'
import { setSize } from '../../../../src/shared/variation'
import { variationKinds } from '../../../../src/shared/variation-fields'
import { layerShapes } from '../../../../src/main/engine/network/zoo'
import { flatFrom, layout, tensorFlowNames } from '../../../support/lenet-vectors'
import { tinyProblem } from '../../../support/tiny'
import { twoLayers } from '../../../support/two-layers'
import { vectors } from '../../../support/vectors'

beforeAll(() => chooseBackend('wasm'))

const get = vectors('lenet_quant4')
const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
const designOf = (fields: Record<string, unknown>): Design =>
  parseSpec(createFieldTable(), { 'device.preset': 'pcm', ...fields }).fields as Design
const leewayOf = (design: Design): Float32Array => {
  const programmed = quantiseWeights(flat, layout, design)
  const restriction = restrictionOf(design)
  return restriction === undefined
    ? new Float32Array(layout.length).fill(1)
    : restricted(restriction, { design, layout, plan: planOf(design), programmed })
}
const layersOf = (design: Design) => derive(design, layerShapes('lenet')).layers
const countIn = (name: string, leeway: Float32Array): number => {
  const { offset, length } = layout.arrays.find((array) => array.name === `${name}.weight`) ?? { offset: 0, length: 0 }
  return leeway.subarray(offset, offset + length).reduce((n, share) => n + share, 0)
}

describe('a restricted search', () => {
  it('may move all where nothing is said', () => {
    expect(restrictionOf(designOf({}))).toBeUndefined()
  })

  it('moves the weights of the layers named alone', () => {
    const leeway = leewayOf(designOf({ 'attack.layers': 'fc3, conv1' }))
    expect(countIn('fc3', leeway)).toBe(840)
    expect(countIn('conv1', leeway)).toBe(150)
    expect(leeway.reduce((n, share) => n + share, 0)).toBe(990)
  })

  it('moves tiles: those of a layer are disjoint and hold all of it', () => {
    const fields = { 'crossbar.rows': 128, 'crossbar.columns': 64 }
    const fc1 = layersOf(designOf(fields)).find(({ name }) => name === 'fc1')
    let sum: number[] = new Array<number>(layout.length).fill(0)
    for (let down = 0; down < (fc1?.down ?? 0); down++)
      for (let across = 0; across < (fc1?.across ?? 0); across++) {
        const leeway = leewayOf(designOf({ ...fields, 'attack.tiles': `fc1:${down}/${across}` }))
        sum = sum.map((s, i) => s + (leeway[i] ?? 0))
      }
    const { offset = 0, length = 0 } = layout.arrays.find(({ name }) => name === 'fc1.weight') ?? {}
    sum.forEach((times, i) => expect(times).toBe(i >= offset && i < offset + length ? 1 : 0))
  })

  it('moves the largest weights of each layer, none smaller than one it leaves', () => {
    const design = designOf({ 'attack.topPercent': 10 })
    const leeway = leewayOf(design)
    const { values } = quantiseWeights(flat, layout, design)
    for (const { kind, offset, length } of layout.arrays) {
      if (kind !== 'device') continue
      let [smallest, largest, count] = [Infinity, 0, 0]
      for (let i = offset; i < offset + length; i++) {
        const size = Math.abs(values[i] ?? 0)
        if (leeway[i] === 1) [smallest, count] = [Math.min(smallest, size), count + 1]
        else largest = Math.max(largest, size)
      }
      expect(count).toBe(Math.round(length / 10))
      expect(smallest).toBeGreaterThanOrEqual(largest)
    }
  })

  it.each([
    [{ 'attack.layers': 'fc9' }, /no layer fc9/],
    [{ 'attack.layers': 'fc3', 'variation.kind': 'correlated' }, /share errors/],
    [{ 'attack.topPercent': 5, 'mapping.scheme': 'offset', 'mapping.analogReference': 'on' }, /share errors/],
    [{ 'attack.tiles': 'fc1' }, /no tile/],
    [{ 'attack.tiles': 'fc1:9/0' }, /no tile 9\/0/],
    [{ 'attack.tiles': 'fc9:0/0' }, /no layer fc9/],
  ])('refuses %j', (fields, message) => {
    const design = designOf(fields)
    expect(() => requireRestriction(design, layersOf(design))).toThrow(message)
  })
})

describe.each(variationKinds)('leeway on the variation %s', (kind) => {
  const design = designOf({ 'variation.kind': kind })
  const programmed = quantiseWeights(flat, layout, design)
  const whole = hardwareOf(design, programmed, layout, pcm).set(setSize(design))

  it('holds every error to its share of the bound, exact where that is 0', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (seed) => {
        const leeway = Float32Array.from({ length: layout.length }, (_, i) => [0, 0.25, 1][(i * 7 + seed) % 3] ?? 1)
        const set = hardwareOf(design, programmed, layout, pcm, leeway).set(setSize(design))
        expect(set.size).toBe(whole.size)
        const dW = set.perturbation(set.zero().map((_, i) => (Math.sin(i * 1.3 + seed) > 0 ? 1 : -1)))
        leeway.forEach((share, i) => {
          const error = dW[i] ?? 0
          if (share === 0 && error !== 0) throw new Error(`weight ${i} errs by ${error}`)
          if (error < (set.low[i] ?? 0) || error > (set.high[i] ?? 0)) throw new Error(`weight ${i} leaves its interval`)
          if (error < (whole.low[i] ?? 0) || error > (whole.high[i] ?? 0)) throw new Error(`weight ${i} leaves the whole set`)
        })
      }),
      { numRuns: 5 },
    )
  })

  it('holds random chips too', () => {
    const leeway = Float32Array.from({ length: layout.length }, (_, i) => (i % 2 === 0 ? 0 : 1))
    const chip = hardwareOf(design, programmed, layout, pcm, leeway).chips(design, pcm, setSize(design), {
      kind: 'uniform',
      sigma: 0.5,
      seed: 3,
    })
    chip(0).error.forEach((error, i) => {
      if (i % 2 === 0 && error !== 0) throw new Error(`weight ${i} errs by ${error}`)
    })
  })
})

describe('protected weights', () => {
  it('are those that rank highest, over all layers', () => {
    const ranking = Float64Array.from({ length: layout.length }, (_, i) =>
      layout.arrays.some((a) => a.kind === 'device' && i >= a.offset && i < a.offset + a.length) ? i : -1,
    )
    const leeway = protectedBy(ranking, layout, 1, 0.25)
    const kept = [...leeway.keys()].filter((i) => leeway[i] === 0.25)
    expect(kept.length).toBe(Math.round(layout.deviceLength / 100))
    expect(Math.min(...kept.map((i) => ranking[i] ?? 0))).toBeGreaterThan(
      Math.max(...[...leeway.keys()].filter((i) => leeway[i] === 1).map((i) => ranking[i] ?? 0)) - 1e-9,
    )
  })

  it('and restricted ones leave what both leave', () => {
    const [a, b] = [Float32Array.from([0, 1, 0.5]), Float32Array.from([1, 0, 1])]
    expect([...(both(a, b) ?? [])]).toEqual([0, 0, 0.5])
    expect(both(undefined, b)).toBe(b)
    expect(both(undefined, undefined)).toBeUndefined()
  })

  it('rank by the slope of the cross entropy times full scale', async () => {
    const { executor, programmed, images } = tinyProblem()
    const ranking = await rankWeights('gradient', { executor, programmed, layout, images, seed: 1 })
    const { gradient } = await executor.gradient(programmed.values, images, 'ce')
    const { offset = 0 } = layout.arrays.find(({ name }) => name === 'fc2.weight') ?? {}
    const s = programmed.scales[layout.arrays.findIndex(({ name }) => name === 'fc2.weight')] ?? 0
    for (const i of [offset, offset + 77]) expect(ranking[i]).toBeCloseTo(Math.abs(gradient[i] ?? 0) * s, 12)
    layout.arrays.forEach(({ kind, offset: at }) => kind === 'digital' && expect(ranking[at]).toBe(-1))
  })

  it('rank by a second derivative that finite differences confirm', async () => {
    const { executor, weights, images, set } = twoLayers(5, [2, 3, 2], 60, 0.1)
    const programmed = { values: weights, scales: [1] }
    const arrays = [{ name: 'all', shape: [set.size], offset: 0, length: set.size, kind: 'device' as const }]
    const own = { arrays, length: set.size, deviceLength: set.size }
    const ranking = await rankWeights('curvature', { executor, programmed, layout: own, images, seed: 1 })
    const at = async (w: Float32Array): Promise<Float64Array> => (await executor.gradient(w, images, 'ce')).gradient
    const exact: number[] = []
    for (let i = 0; i < set.size; i++) {
      const moved = (h: number): Float32Array => weights.map((v, k) => (k === i ? v + h : v))
      const [up, down] = [await at(moved(0.02)), await at(moved(-0.02))]
      exact.push(Math.abs(((up[i] ?? 0) - (down[i] ?? 0)) / 0.04) + Math.abs(weights[i] ?? 0))
    }
    // An estimate from eight probes: it has to agree on what matters, not digit by digit.
    const mean = (x: readonly number[]): number => x.reduce((a, b) => a + b, 0) / x.length
    const [a, b] = [exact.map((v) => v - mean(exact)), [...ranking].map((v) => v - mean([...ranking]))]
    const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, v, i) => sum + v * (y[i] ?? 0), 0)
    expect(dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))).toBeGreaterThan(0.8)
  })
})
