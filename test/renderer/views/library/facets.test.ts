import { describe, expect, it } from 'vitest'
import { facetsOf, type Choice } from '../../../../src/renderer/views/library/facets'
import { summaryOf } from '../../../support/runs'

const runs = [
  summaryOf({ id: 'r-00001', worstLow: 95, tags: ['candidate'], starred: true }),
  summaryOf({ id: 'r-00002', worstLow: 89, spec: { set: { model: 'other' } } }),
  summaryOf({ id: 'r-00003', worstLow: 3, tags: ['candidate', 'baseline'] }),
  summaryOf({ id: 'r-00004', state: 'running', pointsDone: 0 }),
  summaryOf({ id: 'r-00005', state: 'interrupted', worstLow: 91, spec: { axes: { model: ['other', 'third'] } } }),
  summaryOf({ id: 'r-00006', state: 'failed', pointsDone: 0 }),
  summaryOf({ id: 'r-00007', worstLow: 99, archived: true, starred: true }),
]
const all: Choice = { shelf: 'all', verdicts: [], models: [], tags: [] }
const found = (change: Partial<Choice> = {}, query = (_: (typeof runs)[number]) => true) => facetsOf(runs, { ...all, ...change }, 90, query)
const ids = (change: Partial<Choice>): string[] => found(change).runs.map((run) => run.id.slice(-1))

describe('the side list of the library', () => {
  it('counts what each entry would show', () => {
    const { shelves, verdicts, models, tags } = found()
    expect(shelves).toMatchObject({ all: 6, starred: 1, running: 1, interrupted: 1, failed: 1, archived: 1 })
    expect([...verdicts]).toEqual([
      ['pass', 2],
      ['near', 1],
      ['fail', 1],
    ])
    expect(Object.fromEntries(models)).toEqual({ 'lenet-w4a4': 4, other: 2, third: 1 })
    expect(Object.fromEntries(tags)).toEqual({ candidate: 2, baseline: 1 })
  })

  it('calls no run passed that has points missing', () => {
    const open = { pointsDone: 1, pointsTotal: 2, spec: { axes: { 'device.threshold': [0.01, 0.02] } } }
    const unfinished = [
      summaryOf({ id: 'r-00008', state: 'cancelled', worstLow: 97, ...open }),
      summaryOf({ id: 'r-00009', state: 'failed', worstLow: 12, ...open }),
    ]
    const { verdicts } = facetsOf(unfinished, all, 90, () => true)
    expect([...verdicts.values()]).toEqual([0, 0, 1])
  })

  it('keeps archived runs out of sight but where they are asked for', () => {
    expect(ids({})).toEqual(['1', '2', '3', '4', '5', '6'])
    expect(ids({ shelf: 'archived' })).toEqual(['7'])
    expect(ids({ shelf: 'starred' })).toEqual(['1'])
  })

  it('takes any of one group, and all of the groups together', () => {
    expect(ids({ verdicts: ['pass', 'near'] })).toEqual(['1', '2', '5'])
    expect(ids({ verdicts: ['pass', 'near'], models: ['other'] })).toEqual(['2', '5'])
    expect(ids({ tags: ['baseline', 'candidate'], verdicts: ['fail'] })).toEqual(['3'])
  })

  it('counts a group over what the other groups leave, so that more of it can always be chosen', () => {
    const { verdicts, tags } = found({ verdicts: ['fail'] })
    expect([...verdicts.values()]).toEqual([2, 1, 1])
    expect(Object.fromEntries(tags)).toEqual({ candidate: 1, baseline: 1 })
    expect([...found({ tags: ['baseline'] }).verdicts.values()]).toEqual([0, 0, 1])
  })

  it('keeps an entry in sight where the query leaves none of it', () => {
    expect(Object.fromEntries(found({}, (run) => run.id === 'r-00002').tags)).toEqual({ candidate: 0, baseline: 0 })
  })
})
