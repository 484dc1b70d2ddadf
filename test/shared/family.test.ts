import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { familyKey, shareFindings } from '../../src/shared/family'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'
import type { Point } from '../../src/shared/results'

function point(index: number, t: number, worstOwn: number, kappa = 1): Point {
  return {
    id: `p-${index}`,
    index,
    at: {},
    state: 'done',
    result: { t, kappa, worstOwn, clean: 98, method: 'f-lwc', foundBy: '', images: 1, attackImages: 1, passes: 1, trace: [], seconds: 1 },
  }
}

describe('sharing findings between nested boxes', () => {
  it('never lets a curve rise, never weakens a point, and does not depend on the order results came in', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double({ min: 0.001, max: 0.1, noNaN: true }), fc.integer({ min: 0, max: 100 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (rows) => {
          const points = rows.map(([t, worst], i) => point(i, t, worst))
          const shared = shareFindings(points, () => 'one')
          const ascending = [...shared].sort((a, b) => (a.result?.t ?? 0) - (b.result?.t ?? 0))
          ascending.forEach((p, i) => {
            expect(p.worst).toBeLessThanOrEqual(p.result?.worstOwn ?? 0)
            const before = ascending[i - 1]
            if (before !== undefined && before.result?.t !== p.result?.t) expect(p.worst).toBeLessThanOrEqual(before.worst ?? 100)
          })
          const reversed = shareFindings([...points].reverse(), () => 'one')
          expect(new Map(reversed.map((p) => [p.id, p.worst]))).toEqual(new Map(shared.map((p) => [p.id, p.worst])))
        },
      ),
    )
  })

  it('says where a finding comes from, compares kappa t, and keeps families apart', () => {
    const points = [point(0, 0.01, 20), point(1, 0.02, 30), point(2, 0.004, 50, 2)]
    expect(shareFindings(points, () => 'one').map((p) => [p.worst, p.carriedFrom])).toEqual([
      [20, undefined],
      [20, 'p-0'],
      [50, undefined],
    ])
    expect(shareFindings(points, (p) => p.id).map((p) => p.worst)).toEqual([20, 30, 50])
  })
})

describe('sharing floors between nested boxes', () => {
  const certified = (index: number, t: number, accuracy?: number): Point => {
    const { result, ...rest } = point(index, t, 50)
    if (result === undefined || accuracy === undefined) return { ...rest, ...(result && { result }) }
    return { ...rest, result: { ...result, certificate: { method: 'interval', accuracy, images: 10, vacuous: accuracy === 0 } } }
  }

  it('gives each the highest floor of all boxes around it, whatever the order results came in', () => {
    const row = fc.tuple(fc.integer({ min: 1, max: 6 }), fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined }))
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), (rows) => {
        const points = rows.map(([t, accuracy], i) => certified(i, t, accuracy))
        const shared = shareFindings(points, () => 'one')
        shared.forEach((p, i) => {
          const around = rows.flatMap(([t, accuracy]) => (t >= (rows[i]?.[0] ?? 0) && accuracy !== undefined ? [accuracy] : []))
          expect(p.floor).toBe(around.length === 0 ? undefined : Math.max(...around))
          const from = p.floorFrom === undefined ? p : shared.find(({ id }) => id === p.floorFrom)
          expect(from?.result?.certificate?.accuracy).toBe(p.floor)
        })
        expect(shareFindings([...points].reverse(), () => 'one').reverse()).toEqual(shared)
      }),
    )
  })

  it('says where a floor comes from, where that is another box', () => {
    const points = [certified(0, 0.01, 20), certified(1, 0.02, 30), certified(2, 0.04)]
    expect(shareFindings(points, () => 'one').map((p) => [p.floor, p.floorFrom])).toEqual([
      [30, 'p-1'],
      [30, undefined],
      [undefined, undefined],
    ])
    expect(shareFindings(points, (p) => p.id).map((p) => p.floor)).toEqual([20, 30, undefined])
  })
})

describe('what belongs to one family', () => {
  const key = (fields: Record<string, unknown>): string => familyKey(parseSpec(createFieldTable(), fields).fields as Design)
  const adc = { 'crossbar.adcBits': 6 }
  const calibrated = { ...adc, 'crossbar.adcRange': 'calibrated' }
  const closed = { 'crossbar.parasitics': 'closed' }

  it.each([
    ['crossbar.rows', 64, [adc, calibrated, closed]],
    ['crossbar.columns', 64, [closed]],
    ['device.bitsPerDevice', 1, [adc, calibrated, closed]],
    ['mapping.scheme', 'differential', [adc, calibrated, closed]],
    ['crossbar.dacBits', 2, [adc, calibrated]],
    ['crossbar.adcBits', 8, [{}, adc, calibrated, closed]],
    ['crossbar.adcRange', 'calibrated', [adc]],
    ['crossbar.adcPercentile', 0.99, [calibrated]],
    ['crossbar.sourceResistance', 10, [closed]],
    ['crossbar.wireResistance', 3, []],
    ['device.gMax', 1e-4, [closed]],
    ['device.threshold', 0.01, []],
    // It decides what a threshold costs, not the box that it leaves; behind resistance its window counts.
    ['device.preset', 'rram', [closed]],
    ['device.stuckOn', 0.01, [{}, adc, closed, calibrated]],
    ['variation.zeta', 0.2, []],
    ['variation.rho', 0.2, []],
    ['variation.sigmas', 2, []],
    ['certify.method', 'interval', []],
  ] as const)('%s counts only where a part of the array makes something of it', (name, value, counts) => {
    for (const array of [{}, adc, calibrated, closed])
      expect(key({ ...array, [name]: value }) !== key(array), JSON.stringify(array)).toBe(
        counts.some((one) => JSON.stringify(one) === JSON.stringify(array)),
      )
    if (name === 'crossbar.wireResistance')
      expect(key({ 'crossbar.parasitics': 'nodal', [name]: value })).not.toBe(key({ 'crossbar.parasitics': 'nodal' }))
  })

  it.each([
    [{ 'variation.kind': 'relative' }, { 'variation.zeta': 0.2 }, false],
    [{ 'variation.kind': 'multiplicative' }, { 'variation.c': 0.2 }, false],
    // Radii of levels do not scale with the number of deviations.
    [{ 'variation.kind': 'level' }, { 'variation.sigmas': 2 }, true],
    [{ 'variation.kind': 'level' }, { 'device.preset': 'pcm' }, true],
    [{ 'variation.kind': 'device' }, { 'device.bitsPerDevice': 4 }, true],
    [{ 'variation.kind': 'correlated' }, { 'variation.rho': 0.2 }, true],
    [{ 'variation.kind': 'correlated' }, { 'crossbar.rows': 64 }, true],
    [{ 'variation.kind': 'correlated', 'variation.scope': 'chip' }, { 'crossbar.rows': 64 }, false],
    [{ 'device.time': 60 }, { 'device.driftCompensation': 'off' }, true],
    [{ 'device.time': 60 }, { 'crossbar.rows': 64 }, true],
    [{ 'device.time': 60 }, { 'device.threshold': 0.01 }, false],
  ] as const)('of %j, %j makes another: %s', (design, change, another) => {
    expect(key({ ...design, ...change }) !== key(design)).toBe(another)
  })

  it('has nested sets of one kind, each of its own size', () => {
    const points = [point(0, 0.03, 20), point(1, 0.03, 30)].map((p, i) => ({
      ...p,
      result: { ...(p.result as NonNullable<Point['result']>), size: [0.1, 0.2][i] ?? 0 },
    }))
    expect(shareFindings(points, () => 'one').map((p) => [p.worst, p.carriedFrom])).toEqual([
      [20, undefined],
      [20, 'p-0'],
    ])
  })
})
