import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantiseWeights } from '../../src/main/engine/network/quantise'
import { hardwareOf, type Hardware } from '../../src/main/engine/variation/hardware'
import pcm from '../../src/main/engine/device/presets/pcm'
import { variations } from '../../src/main/engine/variation/kinds'
import type { SampleKind } from '../../src/main/engine/variation/sample'
import type { Design } from '../../src/shared/fields'
import type { Layout } from '../../src/main/engine/network/layout'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'
import { familyKey } from '../../src/shared/family'
import { requireTechnology } from '../../src/shared/technology'
import { setSize } from '../../src/shared/variation'
import { variationKinds } from '../../src/shared/variation-fields'

/** A convolution and a dense layer with digital numbers: cut into tiles both ways. */
const layout: Layout = {
  arrays: [
    { name: 'conv.weight', shape: [3, 3, 2, 5], offset: 0, length: 90, kind: 'device' },
    { name: 'conv.bias', shape: [5], offset: 90, length: 5, kind: 'digital' },
    { name: 'dense.weight', shape: [20, 7], offset: 95, length: 140, kind: 'device' },
    { name: 'dense.bias', shape: [7], offset: 235, length: 7, kind: 'digital' },
  ],
  length: 242,
  deviceLength: 230,
}
// Zeros among them, and the largest weight of each layer at a level.
const flat = Float32Array.from({ length: layout.length }, (_, i) => (i % 11 === 0 ? 0 : Math.sin(1 + i * 12.9898) * 0.4))

const kinds = [...variations.keys()].sort()
const schemes = ['sign-magnitude', 'differential', 'offset'] as const
const ways = [
  ['weights alone', {}],
  ['converted columns', { 'crossbar.adcBits': 8, 'crossbar.rows': 12 }],
  ['lines with resistance', { 'crossbar.parasitics': 'closed', 'crossbar.rows': 12, 'crossbar.columns': 16, 'device.gMin': 2e-6 }],
  ['stuck devices', { 'device.stuckOn': 0.05, 'device.stuckOff': 0.05 }],
  ['an age', { 'device.time': 3600, 'crossbar.rows': 12 }],
] as const
const scopes = ['row', 'column', 'tile', 'chip'] as const

function designOf(fields: Record<string, unknown>): Design {
  return parseSpec(createFieldTable(), { 'device.threshold': 0.02, 'device.preset': 'pcm', ...fields }).fields as Design
}

function open(design: Design): Hardware {
  return hardwareOf(design, quantiseWeights(flat, layout, design), layout, pcm)
}

const wave = (length: number, seed: number): Float32Array => Float32Array.from({ length }, (_, i) => Math.sin(seed + i * 78.233))
const inside = (error: Float32Array, { low, high }: { low: Float32Array; high: Float32Array }): boolean =>
  error.every((e, i) => e >= (low[i] ?? 0) && e <= (high[i] ?? 0))

it('every kind of the spec has a file, and every file a name in the spec', () => {
  expect(kinds).toEqual([...variationKinds].sort())
})

describe.each(kinds)('the variation %s', (kind) => {
  const cases = ways.flatMap(([name, way]) => schemes.map((scheme) => [name, scheme, way] as const))

  it.each(cases)('on %s, %s: no point of the unit box leaves its interval, corners included', (_, scheme, way) => {
    const design = designOf({ 'variation.kind': kind, 'mapping.scheme': scheme, ...way })
    const set = open(design).set(setSize(design))
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom('corner', 'edge', 'inner'), (seed, where) => {
        const z = wave(set.size, seed).map((v, i) => (where === 'corner' || (where === 'edge' && i % 3 === 0) ? Math.sign(v) : v))
        return inside(set.perturbation(z), set)
      }),
      { numRuns: 20 },
    )
    expect(set.perturbation(set.zero()).every((e) => e === 0)).toBe(true)
    const errs = set.low.reduce((n, low, i) => n + (low < 0 || (set.high[i] ?? 0) > 0 ? 1 : 0), 0)
    expect(errs).toBeGreaterThan(100)
  })

  const seen = [
    ...cases,
    [
      'converted columns with resistance',
      'offset',
      { 'crossbar.adcBits': 8, 'crossbar.parasitics': 'closed', 'crossbar.rows': 12 },
    ] as const,
    ['converted columns at an age', 'differential', { 'crossbar.adcBits': 8, 'device.time': 3600, 'crossbar.rows': 12 }] as const,
  ]

  it.each(seen)('on %s, %s: what errs, inside finite bounds, makes the same chip as the set to the bit', (_, scheme, way) => {
    const design = designOf({ 'variation.kind': kind, 'mapping.scheme': scheme, ...way })
    const hardware = open(design)
    const whole = hardware.set(setSize(design))
    const erring = hardware.erring(setSize(design))
    const z = wave(whole.size, 4)
    const errors = erring.set.perturbation(z)
    const chip = erring.chip(errors)
    expect(chip.error).toEqual(whole.perturbation(z))
    expect(chip.gains).toEqual(whole.gains?.(z))
    expect([errors.length, erring.set.size]).toEqual([erring.layout.length, whole.size])
    expect(erring.set.low.every(Number.isFinite) && erring.set.high.every(Number.isFinite)).toBe(true)
    expect(inside(errors, erring.set)).toBe(true)
    expect(erring.chip(new Float32Array(errors.length)).error.every((error) => error === 0)).toBe(true)
  })

  it.each(cases)('on %s, %s: gradients go back as finite differences have them', (_, scheme, way) => {
    const design = designOf({ 'variation.kind': kind, 'mapping.scheme': scheme, ...way })
    const set = open(design).set(setSize(design))
    const z = wave(set.size, 3).map((v) => v / 2)
    const direction = wave(set.size, 9)
    const slopes = Float64Array.from(wave(set.low.length, 5))
    const h = 1 / 16
    const at = (by: number): Float32Array => set.perturbation(z.map((v, i) => v + by * (direction[i] ?? 0)))
    const [up, down] = [at(h), at(-h)]
    const difference = slopes.reduce((sum, g, i) => sum + (g * ((up[i] ?? 0) - (down[i] ?? 0))) / (2 * h), 0)
    const product = set.pullback(z, slopes).reduce((sum, g, i) => sum + g * (direction[i] ?? 0), 0)
    const scale = slopes.reduce((sum, g, i) => sum + Math.abs(g * ((up[i] ?? 0) - (down[i] ?? 0))) / (2 * h), 0)
    expect(scale).toBeGreaterThan(0)
    expect(Math.abs(product - difference)).toBeLessThan(1e-3 * scale)
  })

  it.each(schemes)('%s: chips that stay inside the bound of each device lie in the set, each draw another', (scheme) => {
    for (const sampling of ['uniform', 'vertex', 'truncated-gaussian'] as SampleKind[]) {
      const design = designOf({ 'variation.kind': kind, 'mapping.scheme': scheme, 'sampling.kind': sampling })
      const hardware = open(design)
      const set = hardware.set(setSize(design))
      const chips = hardware.chips(design, pcm, setSize(design), { kind: sampling, sigma: 0.5, seed: 1 })
      const drawn = [chips(0).error, chips(1).error]
      for (const error of drawn) {
        expect(inside(error, set)).toBe(true)
        expect(error.some((e) => e !== 0)).toBe(true)
      }
      expect(drawn[1]).not.toEqual(drawn[0])
      expect(hardware.chips(design, pcm, setSize(design), { kind: sampling, sigma: 0.5, seed: 1 })(0).error).toEqual(drawn[0])
    }
  })

  it.each(ways)('on %s: chips stay inside where every device obeys', (name, way) => {
    const design = designOf({ 'variation.kind': kind, ...way })
    if (name === 'stuck devices') return
    const hardware = open(design)
    const chip = hardware.chips(design, pcm, setSize(design), { kind: 'uniform', sigma: 0.5, seed: 1 })(4).error
    const set = hardware.set(setSize(design))
    // A chip that has aged has a compensation of its own, a little off that of the centre.
    const slack = name === 'an age' ? 0.02 : 1e-6
    const out = chip.filter((e, i) => e < (set.low[i] ?? 0) - slack || e > (set.high[i] ?? 0) + slack)
    expect(out).toHaveLength(0)
  })

  it('grows with its size: the error of a smaller set lies in the larger one', () => {
    const design = designOf({ 'variation.kind': kind })
    const hardware = open(design)
    const [small, large] = [hardware.set(setSize(design) / 2), hardware.set(setSize(design))]
    expect(inside(small.perturbation(wave(small.size, 1).map(Math.sign)), large)).toBe(true)
  })

  it('leaves digital numbers alone, and zero weights where they are exact', () => {
    const design = designOf({ 'variation.kind': kind, 'weights.zeroExact': true })
    const set = open(design).set(setSize(design))
    const programmed = quantiseWeights(flat, layout, design)
    layout.arrays.forEach(({ kind: role, offset, length }) => {
      for (let i = offset; i < offset + length; i++) {
        const exact = role === 'digital' || programmed.values[i] === 0
        if (exact) expect([set.low[i] ?? 1, set.high[i] ?? 1].map((end) => Math.abs(end))).toEqual([0, 0])
      }
    })
  })
})

describe('correlated errors', () => {
  const cases = scopes.flatMap((scope) => [0, 0.3, 1].map((rho) => [scope, rho] as const))

  it.each(cases)('shared by a %s, rho %d, are feasible in the plain box', (scope, rho) => {
    const fields = { 'variation.scope': scope, 'variation.rho': rho, 'crossbar.rows': 12, 'crossbar.columns': 8 }
    const design = designOf({ 'variation.kind': 'correlated', ...fields })
    const plain = designOf(fields)
    const box = open(plain).set(setSize(plain))
    const set = open(design).set(setSize(design))
    for (let seed = 0; seed < 5; seed++) expect(inside(set.perturbation(wave(set.size, seed).map(Math.sign)), box)).toBe(true)
    const chips = open(design).chips(design, pcm, setSize(design), { kind: 'vertex', sigma: 0.5, seed: 1 })
    for (let draw = 0; draw < 3; draw++) expect(inside(chips(draw).error, box)).toBe(true)
  })

  it('are the plain box at rho 0, and one number a unit at rho 1', () => {
    const design = (rho: number): Design =>
      designOf({ 'variation.kind': 'correlated', 'variation.rho': rho, 'variation.scope': 'column', 'crossbar.rows': 64 })
    const [own, shared] = [open(design(0)).set(0.02), open(design(1)).set(0.02)]
    const box = open(designOf({})).set(0.02)
    expect(own.perturbation(wave(own.size, 2))).toEqual(box.perturbation(wave(own.size, 2).slice(0, box.size)))
    const z = wave(shared.size, 2)
    const error = shared.perturbation(z)
    // All rows of an output of the dense layer err alike: it lies in one tile.
    for (let output = 0; output < 7; output++)
      expect(new Set(Array.from({ length: 20 }, (_, row) => error[95 + row * 7 + output])).size).toBe(1)
  })

  it('of Gaussian chips keep their variance, whatever rho', () => {
    const rms = (rho: number): number => {
      const design = designOf({ 'variation.kind': 'correlated', 'variation.rho': rho, 'variation.scope': 'row', 'device.bitsPerDevice': 4 })
      const chips = open(design).chips(design, pcm, 0.02, { kind: 'gaussian', sigma: 0.5, seed: 1 })
      let [sum, count] = [0, 0]
      for (let draw = 0; draw < 200; draw++)
        for (const e of chips(draw).error.subarray(0, 90)) {
          sum += e * e
          count++
        }
      return Math.sqrt(sum / count)
    }
    expect(rms(0.5) / rms(0)).toBeGreaterThan(0.95)
    expect(rms(0.5) / rms(0)).toBeLessThan(1.05)
  })
})

it('the multiplicative interval is |W| [-(1 - e^-c), e^c - 1] sign(W)', () => {
  const design = designOf({ 'variation.kind': 'multiplicative', 'variation.c': 0.3 })
  const { values } = quantiseWeights(flat, layout, design)
  const set = open(design).set(0.3)
  for (let i = 0; i < 90; i++) {
    const w = values[i] ?? 0
    const ends = [w * (Math.exp(0.3) - 1), w * (Math.exp(-0.3) - 1)].sort((a, b) => a - b)
    expect(Math.abs((set.low[i] ?? 0) - (ends[0] ?? 0))).toBeLessThan(1e-7)
    expect(Math.abs((set.high[i] ?? 0) - (ends[1] ?? 0))).toBeLessThan(1e-7)
  }
})

it('a device errs as far as its level was measured: mean offset and sigmas of its spread', () => {
  const design = designOf({ 'variation.kind': 'level', 'device.bitsPerDevice': 4, 'crossbar.adcBits': 12 })
  const hardware = open(design)
  const set = hardware.set(2)
  const { states = [], sigmas = [] } = pcm.levels ?? {}
  const at = (state: number): number => {
    const above = states.findIndex((s) => s >= state - 1e-12)
    const [x0, x1] = [states[Math.max(0, above - 1)] ?? 0, states[above] ?? 1]
    const [y0, y1] = [sigmas[Math.max(0, above - 1)] ?? 0, sigmas[above] ?? 0]
    return x1 === x0 ? y1 : y0 + ((y1 - y0) * (state - x0)) / (x1 - x0)
  }
  let seen = 0
  hardware.programmed.values.subarray(0, 180).forEach((level, i) => {
    if ((set.high[i] ?? 0) === 0) return
    expect(set.high[i]).toBeCloseTo(15 * 2 * at(level / 15), 5)
    seen++
  })
  expect(seen).toBe(90)
})

describe('an offset that reference devices take off', () => {
  const fields = {
    'mapping.scheme': 'offset',
    'mapping.analogReference': 'on',
    'crossbar.rows': 12,
    'crossbar.columns': 8,
    'device.threshold': 0.01,
  }
  const design = designOf(fields)
  const { scales } = quantiseWeights(flat, layout, design)
  const s = scales[2] ?? 1

  it('doubles the bound, half of it one error for all weights on a word line of a tile', () => {
    expect(setSize(design)).toBeCloseTo(0.04, 12)
    const set = open(design).set(setSize(design))
    expect(set.high[95]).toBe(Math.fround(0.04 * s))
    const own = set.zero().map((_, i) => (i < layout.deviceLength ? 1 : 0))
    const reference = own.map((v) => 1 - v)
    const [a, b] = [set.perturbation(own), set.perturbation(reference)]
    for (let i = 95; i < 235; i++) {
      expect(a[i]).toBeCloseTo(0.02 * s, 7)
      expect(b[i]).toBeCloseTo(0.02 * s, 7)
    }
    const shared = set.perturbation(reference.map((v, i) => v * Math.sin(i * 12.9898)))
    // Two slices: a tile of 8 columns holds four of the seven outputs.
    for (let row = 0; row < 20; row++) {
      const line = Array.from({ length: 7 }, (_, output) => shared[95 + row * 7 + output])
      expect(new Set(line.slice(0, 4)).size).toBe(1)
      expect(new Set(line.slice(4)).size).toBe(1)
      expect(line[0]).not.toBe(line[4])
    }
  })

  it('gives random chips twice the variance, half of it shared', () => {
    const variance = (of: Design): { own: number; shared: number } => {
      const chips = open(of).chips(of, pcm, setSize(of), { kind: 'uniform', sigma: 0.5, seed: 1 })
      let [sum, both, count] = [0, 0, 0]
      for (let draw = 0; draw < 300; draw++) {
        const { error } = chips(draw)
        for (let row = 0; row < 20; row++) {
          const [x, y] = [error[95 + row * 7] ?? 0, error[96 + row * 7] ?? 0]
          sum += x * x
          both += x * y
          count++
        }
      }
      return { own: sum / count, shared: both / count }
    }
    const [without, with_] = [variance(designOf({ ...fields, 'mapping.analogReference': 'off' })), variance(design)]
    expect(with_.own / without.own).toBeGreaterThan(1.9)
    expect(with_.own / without.own).toBeLessThan(2.1)
    expect(with_.shared / with_.own).toBeGreaterThan(0.45)
    expect(with_.shared / with_.own).toBeLessThan(0.55)
    expect(Math.abs(without.shared / without.own)).toBeLessThan(0.05)
  })

  it('is another family than a digital one, and refused where its devices cannot be told', () => {
    expect(familyKey(design)).not.toBe(familyKey(designOf({ ...fields, 'mapping.analogReference': 'off' })))
    expect(familyKey(designOf({ 'mapping.analogReference': 'on' }))).toBe(familyKey(designOf({})))
    requireTechnology(design, pcm)
    for (const more of [{ 'crossbar.adcBits': 8 }, { 'variation.kind': 'relative' }, { 'device.stuckOn': 0.1 }, { 'sampling.kind': 'pcm' }])
      expect(() => requireTechnology(designOf({ ...fields, ...more }), pcm)).toThrow(/reference devices/)
  })
})
