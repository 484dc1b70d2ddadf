import { describe, expect, it } from 'vitest'
import { isFound, lowestPoint, pointPlace } from '../../../../src/renderer/views/worst/point-walk'
import { quotedPoint } from '../../../../src/shared/quoted-point'
import type { Point } from '../../../../src/shared/results'
import { detailOf } from '../../../support/runs'

const models = ['lenet-w4a4', 'lenet-w4a4-adv']
const run = detailOf({
  id: 'r-00001',
  spec: { axes: { 'device.threshold': [0.01, 0.02, 0.03], model: models } },
  // The widest box of the first network finds less than the one inside it.
  worst: ({ model }, t) => (model === 'lenet-w4a4' ? (t > 0.025 ? 9 : 100 - 4000 * t) : 95),
})
const id = (point: Point | undefined): string | undefined => point?.id

describe('the points of a run', () => {
  it('are walked along their curve and across curves', () => {
    const place = pointPlace(run, 'p-0002')
    expect([place?.before, place?.after, place?.above, place?.below].map((one) => id(one?.point))).toEqual([
      'p-0001',
      'p-0003',
      undefined,
      'p-0005',
    ])
    expect([place?.index, pointPlace(run, 'p-0006')?.index]).toEqual([0, 1])
    expect(id(pointPlace(run, 'p-0006')?.above?.point)).toBe('p-0003')
    expect(pointPlace(run, 'p-0001')?.before).toBeUndefined()
    expect(pointPlace(run, 'p-0009')).toBeUndefined()
  })

  it('are passed over while they have no result', () => {
    const half = detailOf({ id: 'r-00001', spec: { axes: { 'device.threshold': [0.01, 0.02, 0.03], model: models } }, done: 2 })
    const place = pointPlace(half, 'p-0002')
    expect([place?.before, place?.after, place?.below].map((one) => id(one?.point))).toEqual(['p-0001', undefined, undefined])
    expect(half.points.filter(isFound).map(id)).toEqual(['p-0001', 'p-0002'])
  })

  it('have a lowest one: of those that quote it, the one that found it', () => {
    const low = detailOf({
      id: 'r-00001',
      spec: { axes: { 'device.threshold': [0.01, 0.02, 0.03] } },
      worst: (_, t) => (t > 0.025 ? 9 : t > 0.015 ? 3 : 50),
    })
    expect(low.points.map(({ worst, carriedFrom }) => [worst, carriedFrom])).toEqual([
      [50, undefined],
      [3, undefined],
      [3, 'p-0002'],
    ])
    expect(id(lowestPoint(low.points))).toBe('p-0002')
    expect(lowestPoint([])).toBeUndefined()
  })

  it('quote the point that searched', () => {
    const points = detailOf({
      id: 'r-00001',
      spec: { axes: { 'device.threshold': [0.01, 0.02, 0.03] } },
      worst: (_, t) => (t > 0.025 ? 9 : 3),
    }).points
    const [first, second, third] = points
    if (first?.result === undefined || second?.result === undefined || third === undefined) throw new Error('three points')
    expect(quotedPoint(points, second)?.id).toBe(second.carriedFrom ?? 'p-0002')
    const same = { ...second, result: { ...second.result, sameAs: 'p-0001' } }
    expect(quotedPoint([first, same], same)?.id).toBe('p-0001')
    expect(quotedPoint(points, { ...third, carriedFrom: 'p-0009' })).toBeUndefined()
  })
})
