import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import pcm from '../../../../src/main/engine/device/presets/pcm'
import { chipSpace, type ChipSpace } from '../../../../src/main/engine/likelihood/chip-space'
import { deviceMap } from '../../../../src/main/engine/likelihood/device-normal'
import { layoutOf } from '../../../../src/main/engine/network/layout'
import { networkOf } from '../../../../src/main/engine/network/zoo'
import { quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { hardwareOf } from '../../../../src/main/engine/variation/hardware'
import { drawsOf, type Sampler } from '../../../../src/main/engine/variation/sample'
import type { DeviceData } from '../../../../src/shared/device'
import type { Design } from '../../../../src/shared/fields'
import { normalQuantile } from '../../../../src/shared/normal'
import { upperTail } from '../../../../src/shared/normal-tail'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { CounterRandom } from '../../../../src/shared/rng'
import { createFieldTable } from '../../../../src/shared/spec'
import { setSize } from '../../../../src/shared/variation'

const layout = layoutOf(networkOf('lenet'))
const random = new CounterRandom(7, 'initialise')
const flat = Float32Array.from({ length: layout.length }, (_, i) => random.unit(0, i, 0) - 0.5)

/** States with a mean off their target, as a measured technology has them. */
const technology: DeviceData = {
  ...pcm,
  levels: { states: [0, 0.5, 1], means: [0.005, 0.51, 0.99], sigmas: [0.01, 0.02, 0.03], source: 'made up' },
}

function designOf(fields: Record<string, unknown>): Design {
  return parseSpec(createFieldTable(), fields).fields as Design
}

function spaceOf(fields: Record<string, unknown>, kind: Sampler['kind'] = 'uniform') {
  const design = designOf({ 'sampling.kind': kind, ...fields })
  const hardware = hardwareOf(design, quantiseWeights(flat, layout, design), layout, technology)
  const sampler: Sampler = { kind, sigma: design['sampling.sigma'], seed: 3 }
  return { design, hardware, sampler, space: chipSpace(hardware, layout, design, technology, sampler) }
}

function given(space: ChipSpace | string): ChipSpace {
  if (typeof space === 'string') throw new Error(space)
  return space
}

const kinds: [string, Record<string, unknown>, Sampler['kind']][] = [
  ['box', {}, 'uniform'],
  ['box', {}, 'truncated-gaussian'],
  ['box of pairs', { 'mapping.scheme': 'differential' }, 'gaussian'],
  ['box with a reference', { 'mapping.scheme': 'offset', 'mapping.analogReference': 'on' }, 'uniform'],
  ['relative', { 'variation.kind': 'relative' }, 'gaussian'],
  ['multiplicative', { 'variation.kind': 'multiplicative' }, 'uniform'],
  ['correlated by column', { 'variation.kind': 'correlated', 'variation.scope': 'column' }, 'gaussian'],
  ['correlated by chip', { 'variation.kind': 'correlated', 'variation.scope': 'chip' }, 'uniform'],
  ['device', { 'variation.kind': 'device' }, 'uniform'],
  ['device pairs', { 'variation.kind': 'device', 'mapping.scheme': 'differential' }, 'truncated-gaussian'],
  ['level', { 'variation.kind': 'level' }, 'uniform'],
]

describe('a device in standard-normal numbers', () => {
  it('is in its bound to the last bit where its kind is bounded, odd, and rises', () => {
    for (const kind of ['uniform', 'truncated-gaussian'] as const)
      for (const sigma of [0.05, 0.5, 3]) {
        const map = deviceMap({ kind, sigma })
        if (map === undefined) throw new Error(`${kind} has no map`)
        fc.assert(
          fc.property(fc.double({ min: -60, max: 60, noNaN: true }), (u) => {
            expect(Math.abs(map.value(u))).toBeLessThanOrEqual(1)
            expect(Math.abs(map.value(-u) + map.value(u))).toBe(0)
            expect(map.value(u + 0.01)).toBeGreaterThanOrEqual(map.value(u))
            expect(Number.isFinite(map.slope(u))).toBe(true)
          }),
        )
      }
  })

  it('has the probability of its number, and the slope of its map', () => {
    for (const kind of ['uniform', 'gaussian', 'truncated-gaussian'] as const) {
      const map = deviceMap({ kind, sigma: 0.7 })
      for (const u of [-3, -1, -0.2, 0.4, 2.1]) {
        const v = map?.value(u) ?? NaN
        const below = 1 - upperTail(u)
        const outside = upperTail(1 / 0.7)
        if (kind === 'uniform') expect((v + 1) / 2).toBeCloseTo(below, 12)
        if (kind === 'gaussian') expect(1 - upperTail(v / 0.7)).toBeCloseTo(below, 12)
        if (kind === 'truncated-gaussian') expect((1 - upperTail(v / 0.7) - outside) / (1 - 2 * outside)).toBeCloseTo(below, 12)
        const h = 1e-5
        const slope = ((map?.value(u + h) ?? 0) - (map?.value(u - h) ?? 0)) / (2 * h)
        expect(Math.abs((map?.slope(u) ?? 0) - slope)).toBeLessThan(1e-8)
      }
    }
  })

  it.each(['vertex', 'write-verify', 'pcm'] as const)('of kind %s has no map, and says so', (kind) => {
    expect(deviceMap({ kind, sigma: 1 })).toBeUndefined()
    expect(spaceOf({}, kind).space).toMatch(`kind ${kind} have no smooth map`)
  })
})

describe('the space of the chips of a design', () => {
  it.each(kinds)('of kind %s (%o, %s) holds the very chips that its sampler makes of the same numbers', (_, fields, kind) => {
    const { design, hardware, sampler, space } = spaceOf(fields, kind)
    const { size, chip } = given(space)
    // Numbers of chip 5 as its sampler asks for them, read back as standard-normal ones.
    const u: number[] = []
    const map = deviceMap(sampler)
    const draws = drawsOf(sampler, 5)
    const read = (v: number): number => {
      u.push(inverse(v, map?.value ?? ((x) => x)))
      return v
    }
    const dW = hardware.sums(
      design,
      technology,
      setSize(design),
    )?.({
      ...draws,
      device: (array, weight, device) => (few(weight) ? read(draws.device(array, weight, device)) : read(0)),
      weight: (array, weight) => (few(weight) ? read(draws.weight(array, weight)) : read(0)),
      shared: (unit) => read(draws.shared(unit)),
    })
    expect(u).toHaveLength(size)
    const again = chip(Float64Array.from(u))
    const widest = Math.max(...(dW ?? []).map(Math.abs))
    expect(widest).toBeGreaterThan(0)
    again.forEach((value, i) => {
      if (Math.abs(value - (dW?.[i] ?? NaN)) > 1e-6 * widest) expect(value).toBe(dW?.[i])
    })
  })

  it.each(kinds)('of kind %s (%o, %s) has slopes that finite differences have', (_, fields, kind) => {
    const { space } = spaceOf(fields, kind)
    const { size, chip, pullback, numbers } = given(space)
    const u = numbers(2)
    const gradient = Float64Array.from({ length: layout.length }, (_, i) => random.unit(1, i, 0) - 0.5)
    const slopes = pullback(u, gradient)
    const along = Float64Array.from({ length: size }, (_, i) => random.unit(2, i, 0) - 0.5)
    const h = 1e-2
    const at = (step: number): number =>
      chip(u.map((value, i) => value + step * (along[i] ?? 0))).reduce((sum, w, i) => sum + w * (gradient[i] ?? 0), 0)
    const difference = (at(h) - at(-h)) / (2 * h)
    const slope = slopes.reduce((sum, value, i) => sum + value * (along[i] ?? 0), 0)
    const scale = Math.sqrt(slopes.reduce((sum, value) => sum + value * value, 0))
    expect(scale).toBeGreaterThan(0)
    expect(Math.abs(difference - slope)).toBeLessThan(5e-4 * scale)
    // And one by one, where a number moves one weight or many.
    for (const k of [0, 1, 777, size - 1]) {
      const one = (step: number): number =>
        chip(u.map((value, i) => (i === k ? value + step : value))).reduce((sum, w, i) => sum + w * (gradient[i] ?? 0), 0)
      const central = (step: number): number => (one(step) - one(-step)) / (2 * step)
      // Two steps, so that the curvature of the quantile far out does not tell as an error.
      expect(Math.abs((4 * central(0.05) - central(0.1)) / 3 - (slopes[k] ?? 0))).toBeLessThan(
        2e-3 * Math.max(Math.abs(slopes[k] ?? 0), scale / Math.sqrt(size)) + 1e-7,
      )
    }
  })

  it('never leaves the box where its numbers are bounded', () => {
    const { space, hardware, design } = spaceOf({})
    const { chip, numbers } = given(space)
    const { low, high } = hardware.set(setSize(design))
    for (const far of [1, 10, 100]) {
      const dW = chip(numbers(1).map((value) => far * value))
      expect(dW.every((value, i) => value >= (low[i] ?? 0) && value <= (high[i] ?? 0))).toBe(true)
    }
  })

  it('has numbers keyed by draw that are standard normal, and not those of Monte Carlo', () => {
    const { numbers, size } = given(spaceOf({}).space)
    const e = numbers(4)
    expect(numbers(4)).toEqual(e)
    const mean = e.reduce((sum, value) => sum + value, 0) / size
    const square = e.reduce((sum, value) => sum + value * value, 0) / size
    expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(size))
    expect(Math.abs(square - 1)).toBeLessThan((4 * Math.SQRT2) / Math.sqrt(size))
    expect(e[0]).not.toBe(normalQuantile((drawsOf({ kind: 'uniform', sigma: 1, seed: 3 }, 4).device(0, 0, 0) + 1) / 2))
  })

  it.each([
    ['converters', { 'crossbar.adcBits': 6 }],
    ['factors of single chips', { 'crossbar.chipVariation': 0.1 }],
    ['resistance', { 'crossbar.parasitics': 'closed' }],
  ] as const)('says why there is none behind %s', (what, fields) => {
    expect(spaceOf(fields).space).toContain(what)
  })
})

const few = (weight: number): boolean => weight < 60

/** By bisection. */
function inverse(v: number, value: (u: number) => number): number {
  let low = -12
  let high = 12
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (value(middle) < v) low = middle
    else high = middle
  }
  return (low + high) / 2
}
