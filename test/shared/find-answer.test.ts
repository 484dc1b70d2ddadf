import { describe, expect, it } from 'vitest'
import { answerWords } from '../../src/renderer/views/spec/find-rows'
import { costValues } from '../../src/shared/cost-constants'
import { answerOf } from '../../src/shared/find-answer'
import { judgeRun } from '../../src/shared/judge-runs'
import { measure, type MeasuringFacts } from '../../src/shared/measure'
import { parseObjective } from '../../src/shared/objective'
import type { Point } from '../../src/shared/results'
import type { Search } from '../../src/shared/search'
import { designAt } from '../../src/shared/spec'
import { detailOf } from '../support/runs'

const facts: MeasuringFacts = {
  layersOf: () => [{ name: 'fc', rows: 100, columns: 10, positions: 1 }],
  costs: costValues(),
}
const search: Search = {
  objectives: ['worst >= 90'],
  over: 'device.threshold',
  looser: 'larger',
  unit: 'window',
  from: 0.01,
  to: 0.02,
  scale: 'log',
  tolerance: 0.01,
  mostPoints: 24,
  nested: true,
  notes: [],
}
const run = detailOf({
  id: 'r-00001',
  spec: { axes: { 'device.threshold': [0.01, 0.0101, 0.02] } },
  worst: (_, t) => 90.1 - 2000 * (t - 0.01),
})

describe('an answer', () => {
  it('says what passes, what fails, what is proved and what is only found', () => {
    const answer = answerOf(search, run, facts)
    expect(answer).toMatchObject({ value: 0.01, atLeast: false, settled: true, proved: 'found' })
    expect(answer.statement).toBe(
      'Loosest threshold that passes: 0.01 window (passes at 0.01, fails at 0.0101). ' +
        'Not proved: worst found, 90.10\u00a0% at 0.01, is an upper bound of the true worst case; no chip below 90 % was found there. ' +
        'At 0.0101 a chip with 89.90\u00a0% was found, so anything looser fails for certain.',
    )
  })

  it('proves no failure by a floor that is too low, and no pass by one that is missing', () => {
    const floors: Point[] = run.points.map((point) => ({ ...point, ...{ floor: point.index === 0 ? 91 : 42 } }))
    const answer = answerOf({ ...search, objectives: ['floor >= 90'] }, { ...run, points: floors }, facts)
    expect(answer).toMatchObject({ value: 0.01, proved: 'proved', passes: { measured: { floor: 91 } } })
    expect(answer.statement).toContain('Proved at 0.01: every chip inside the box keeps at least 91.00\u00a0%.')
    expect(answer.statement).toContain('that proves no failure')
    expect(answer.statement).not.toContain('for certain')
    const none = answerOf({ ...search, objectives: ['floor >= 90'] }, run, facts)
    expect(none).toMatchObject({ value: null, atLeast: false })
    expect(none.points.every(({ verdict }) => verdict === 'skipped')).toBe(true)
  })

  it('is only as strong as its weakest objective', () => {
    const proofOf = (...objectives: string[]): string => answerOf({ ...search, objectives }, run, facts).proved
    expect(proofOf('clean >= 90', 'devices <= 1M')).toBe('proved')
    expect(proofOf('clean >= 90', 'energy <= 1 J')).toBe('estimated')
    expect(proofOf('mean >= 90', 'energy <= 1 J')).toBe('sampled')
    expect(proofOf('mean >= 90', 'worst >= 90', 'clean >= 90')).toBe('found')
  })

  it('claims only of what was tried that it fails, and not that none passes where one does', () => {
    const said = (worst: readonly number[]): string => {
      const points = run.points.map((point, i) => ({ ...point, ...{ worst: worst[i] ?? 0 } }))
      return answerOf({ ...search, nested: false }, { ...run, points }, facts).statement
    }
    expect(said([50, 50, 50])).toMatch(/^No threshold that was tried passes, from 0.01 to 0.02 window\./)
    const uneven = said([50, 95, 50])
    expect(uneven).toMatch(/^The tightest threshold that was tried, 0.01 window, fails\./)
    expect(uneven).toContain('0.0101 passes though 0.01, which is tighter, fails.')
  })

  it('says how many chips a sampled pass rests on, and how sure they make it', () => {
    const said = (yields: object = {}): string => {
      const points = run.points.map((point) => ({
        ...point,
        result: { ...point.result, montecarlo: { ...point.result?.montecarlo, draws: 20, counts: [[9900, 20]] }, ...yields },
      })) as unknown as Point[]
      return answerOf({ ...search, objectives: ['yield(90) >= 99.9', 'min >= 80'] }, { ...run, points }, facts).statement
    }
    expect(said()).toContain('yield(90) is 100.00\u00a0% (0 of 20 chips below 90\u00a0%: at least 83.2\u00a0% of chips pass (95\u00a0%));')
    expect(said()).toContain('(20 chips drawn)')
    const log10 = { failing: -6, low: -7, high: -5 }
    const importance = { failing: 1e-6, low: 1e-7, high: 1e-5, log10, draws: 200, failed: 90, effective: 60, largest: 0.05, shift: 4 }
    // What is not all chips never reads as 100.00.
    expect(said({ yield: { accuracy: 90, beta: 4.7, importance, passes: 3 } })).toContain(
      'yield(90) is 99.99990\u00a0% (by importance sampling around the nearest failing chip found 1.0e\u22126 (1.0e\u22127 to 1.0e\u22125; 200 draws, worth 60) fail);',
    )
  })
})

describe('what is measured', () => {
  const point = run.points[0]
  const read = (text: string, change: Partial<Point> = {}): number | undefined =>
    point && measure(parseObjective(text), { ...point, ...change }, designAt(run.spec, point.at), facts)

  it('counts devices and costs from the design, accuracies from the result', () => {
    // 100 x 10 weights in two slices of one polarity.
    expect(read('devices <= 1')).toBe(2000)
    expect(read('energy <= 1')).toBeGreaterThan(0)
    expect(read('clean >= 1')).toBe(98.6)
    expect(read('worst >= 1', { worst: 12 })).toBe(12)
    expect(read('time <= 1')).toBeUndefined()
    expect(read('worst >= 1', { state: 'queued', result: undefined } as unknown as Partial<Point>)).toBeUndefined()
  })

  it('knows a yield where the lowest or the highest chip decides it, or all are kept', () => {
    const chips = point?.result?.montecarlo
    expect(read(`yield(${chips?.min ?? 0}) >= 1`)).toBe(100)
    expect(read(`yield(${(chips?.max ?? 0) + 0.1}) >= 1`)).toBe(0)
    expect(read('yield(98.4) >= 1')).toBeUndefined()
    const counts = [
      [8999, 1],
      [9000, 1],
      [9900, 2],
    ]
    const counted = { ...point?.result, montecarlo: { ...chips, counts } }
    expect(read('yield(90) >= 1', { result: counted } as unknown as Partial<Point>)).toBe(75)
    const importance = { failing: 1e-6, low: 1e-7, high: 1e-5, draws: 200, failed: 90, effective: 60, largest: 0.05, shift: 4 }
    const rare = { ...counted, yield: { accuracy: 90, beta: 4.7, importance, passes: 3 } }
    expect(read('yield(90) >= 1', { result: rare } as unknown as Partial<Point>)).toBeCloseTo(100 - 1e-4, 9)
    expect(read('yield(89) >= 1', { result: rare } as unknown as Partial<Point>)).toBe(100)
    expect(read('floor >= 1', { floor: 91 })).toBe(91)
  })
})

describe('a run held to objectives', () => {
  it('shows the nearest point where none passes, and no verdict where a part is not known', () => {
    const [high, missing] = ['worst >= 91', 'floor >= 1'].map(parseObjective)
    const curves = (...objectives: (typeof high)[]) =>
      judgeRun(
        run,
        objectives.flatMap((one) => one ?? []),
        facts,
      ).curves
    expect(curves(high)).toMatchObject([{ x: 0.0101, verdict: 'near', passing: 0, done: 3 }])
    expect(curves(high, missing)[0]).not.toHaveProperty('verdict')
    // A point of which a part is not known is not one that meets all.
    const low = parseObjective('worst >= 80')
    expect(curves(low)).toMatchObject([{ x: 0.0101, passing: 2 }])
    expect(curves(low, missing)).toMatchObject([{ x: 0.0101, passing: 0 }])
    const certified = { ...run, points: run.points.map((point) => (point.index === 0 ? { ...point, floor: 85 } : point)) }
    expect(judgeRun(certified, [low, parseObjective('floor >= 1')], facts).curves).toMatchObject([{ x: 0.01, verdict: 'pass', passing: 1 }])
  })
})

describe('an answer in a table', () => {
  const words = (objectives: string[], over: Partial<Search> = {}): string => {
    const changed = { ...search, ...over, objectives }
    return answerWords({ search: changed, answer: answerOf(changed, run, facts) })
  }
  it('tells a value from one that is a bound, none that passes, and nothing known', () => {
    expect(words(['worst >= 90'])).toBe('0.01 window')
    expect(words(['worst >= 60'])).toBe('\u2265 0.02 window')
    expect(words(['worst >= 99'])).toBe('no threshold')
    expect(words(['floor >= 1'])).toBe('not known')
  })
})
