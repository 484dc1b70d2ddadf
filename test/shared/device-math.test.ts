import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { box, derive, mappingFactor, sliceWeights } from '../../src/shared/device-math'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'
import { layerShapes } from '../../src/main/engine/network/zoo'

const table = createFieldTable()
const design = (set: Record<string, unknown> = {}): Design => parseSpec(table, set).fields as Design

describe('from a device spec to a box, METHODS 1', () => {
  it('has the closed forms of th_g for one, two and four bits a device', () => {
    for (const K of [1, 2, 4]) {
      const derived = derive(
        design({ 'device.bitsPerDevice': K, 'device.threshold': 0.1, 'device.thresholdUnit': 'level' }),
        layerShapes('lenet'),
      )
      expect(derived.thG).toBeCloseTo((0.1 * (2 ** 4 - 1)) / (2 ** K - 1), 12)
      expect(derived.t).toBeCloseTo(0.1 / (2 ** K - 1), 14)
    }
  })

  it('lets bits a device drop out in window units and tighten the bound in level units', () => {
    const t = (unit: string, K: number): number => box(design({ 'device.thresholdUnit': unit, 'device.bitsPerDevice': K })).t
    expect(t('window', 1)).toBe(t('window', 4))
    expect(t('level', 4)).toBeCloseTo(t('level', 1) / 15, 14)
  })

  it('has slice weights that sum to full scale', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), (M, K) => {
        fc.pre(M % K === 0)
        expect(sliceWeights(M, K).reduce((a, b) => a + b, 0)).toBeCloseTo(1, 14)
      }),
    )
  })

  it('lays LeNet on 14 tiles of 128 x 128 with 122,940 devices, 53.6 % used', () => {
    const derived = derive(design(), layerShapes('lenet'))
    expect([derived.weights, derived.devices, derived.tiles]).toEqual([61_470, 122_940, 14])
    expect(derived.utilisation).toBeCloseTo(0.536, 3)
  })

  it('doubles the box of a differential pair and of an offset column', () => {
    expect(['sign-magnitude', 'differential', 'offset'].map((scheme) => mappingFactor(scheme as Design['mapping.scheme']))).toEqual([
      1, 2, 2,
    ])
  })

  it.each([
    ['not-divisible', { 'weights.bits': 4, 'device.bitsPerDevice': 3 }],
    ['bad-value', { 'weights.bits': 'float', 'device.thresholdUnit': 'level' }],
    ['out-of-range', { 'device.threshold': 0.51 }],
  ])('refuses with %s', (code, set) => {
    expect(() => box(design(set))).toThrow(expect.objectContaining({ code }) as Error)
  })

  it('warns where levels overlap', () => {
    expect(derive(design({ 'device.threshold': 0.2 }), []).warnings.join()).toContain('overlap')
  })
})
