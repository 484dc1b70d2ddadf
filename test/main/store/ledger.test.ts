import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLedger } from '../../../src/main/store/ledger'
import { designAt } from '../../../src/shared/spec'
import { familyKey, shareFindings } from '../../../src/shared/family'
import { expandSpec, type Spec } from '../../../src/shared/spec'
import type { Point } from '../../../src/shared/results'
import { fakeResult } from '../../support/fake-host'
import { specOf } from '../../support/runs'

const spec = specOf({
  axes: { 'device.threshold': [0.01, 0.02, 0.03, 0.04], 'mapping.scheme': ['sign-magnitude', 'differential'], 'attack.steps': [5, 10] },
})

function planned(of: Spec): Point[] {
  return expandSpec(of).map(({ at }, index) => ({ id: `p-${String(index + 1).padStart(4, '0')}`, index, at, state: 'queued' }))
}

function done(of: Spec, point: Point, worst: number): Point {
  return { ...point, state: 'done', result: fakeResult(designAt(of, point.at), () => worst) }
}

describe('the ledger of a run', () => {
  it('shows after every commit, in any order, what sharing over all points at once shows', () => {
    const points = planned(spec)
    const findings = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: points.length, maxLength: points.length })
    const order = fc.shuffledSubarray(
      points.map((_, index) => index),
      { minLength: 1, maxLength: points.length },
    )
    fc.assert(
      fc.property(findings, order, (worsts, places) => {
        const ledger = createLedger(spec, points)
        const seen = [...points]
        const own = [...points]
        for (const place of places) {
          const point = done(spec, points[place] ?? fail(), (worsts[place] ?? 0) / 10)
          own[place] = point
          for (const changed of ledger.put([point])) seen[changed.index] = changed
          const expected = shareFindings(own, (p) => familyKey(designAt(spec, p.at)))
          expect(ledger.points()).toEqual(expected)
          // A door that only ever replaced the points it was told of has the same picture.
          expect(seen).toEqual(expected)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('tells of a larger box only where a smaller one found less', () => {
    const line = specOf({ axes: { 'device.threshold': [0.01, 0.02, 0.03] } })
    const [small, middle, large] = planned(line)
    if (small === undefined || middle === undefined || large === undefined) throw new Error('three points')
    const ledger = createLedger(line, [small, middle, large])
    expect(ledger.put([done(line, large, 20)]).map((p) => [p.id, p.worst, p.carriedFrom])).toEqual([['p-0003', 20, undefined]])
    expect(ledger.put([done(line, small, 60)]).map((p) => p.id)).toEqual(['p-0001'])
    expect(ledger.put([done(line, middle, 10)]).map((p) => [p.id, p.worst, p.carriedFrom])).toEqual([
      ['p-0002', 10, undefined],
      ['p-0003', 10, 'p-0002'],
    ])
  })

  it('sums up what lists show, and nothing of what is not done', () => {
    const line = specOf({ axes: { 'device.threshold': [0.01, 0.02, 0.03] } })
    const points = planned(line)
    const ledger = createLedger(line, points)
    expect(ledger.figures()).toEqual({ pointsDone: 0, pointsFailed: 0, spark: [] })
    const error = { code: 'internal', message: 'broken' } as const
    ledger.put([{ ...(points[0] ?? fail()), state: 'failed', error }, done(line, points[1] ?? fail(), 40)])
    ledger.put([done(line, points[2] ?? fail(), 50)])
    expect(ledger.figures()).toEqual({
      pointsDone: 2,
      pointsFailed: 1,
      clean: 98.6,
      worstLow: 40,
      worstHigh: 40,
      montecarloMean: 98.6 - 0.3,
      spark: [
        [0.02, 40],
        [0.03, 40],
      ],
    })
  })

  it('thins a long curve to 64 points with both ends', () => {
    const line = specOf({ axes: { 'device.threshold': { from: 0.001, to: 0.1, steps: 500 } } })
    const points = planned(line).map((point) => done(line, point, 50))
    const { spark } = createLedger(line, points).figures()
    expect(spark).toHaveLength(64)
    expect([spark[0]?.[0], spark.at(-1)?.[0]]).toEqual([0.001, 0.1])
  })
})

function fail(): never {
  throw new Error('there is such a point')
}
