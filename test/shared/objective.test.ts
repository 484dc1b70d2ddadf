import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NadirError } from '../../src/shared/errors'
import { metricIds, metrics } from '../../src/shared/metrics'
import { judge, objectiveKey, objectiveText, parseObjective, parseObjectives, type Objective } from '../../src/shared/objective'

function refused(text: string): NadirError {
  try {
    parseObjectives(text)
  } catch (error) {
    return NadirError.from(error)
  }
  throw new Error(`${text} was read`)
}

describe('objectives as they are written', () => {
  it.each([
    ['worst >= 90', { metric: 'worst', limit: 90 }],
    ['  WORST>=90.5%', { metric: 'worst', limit: 90.5 }],
    ['floor \u2265 80 %', { metric: 'floor', limit: 80 }],
    ['yield(90) >= 99.9', { metric: 'yield', level: 90, limit: 99.9 }],
    ['yield( 90 % ) >= 99.9 %', { metric: 'yield', level: 90, limit: 99.9 }],
    ['time <= 10 ms', { metric: 'time', limit: 0.01 }],
    ['time <= 10ms', { metric: 'time', limit: 0.01 }],
    ['time <= 1.5', { metric: 'time', limit: 1.5 }],
    ['time <= 2 min', { metric: 'time', limit: 120 }],
    ['energy <= 2uJ', { metric: 'energy', limit: 2e-6 }],
    ['energy <= 2 \u00b5J', { metric: 'energy', limit: 2e-6 }],
    ['area <= 0.5 mm2', { metric: 'area', limit: 5e-7 }],
    ['area <= 800 um\u00b2', { metric: 'area', limit: 8e-10 }],
    ['devices <= 100k', { metric: 'devices', limit: 100_000 }],
  ])('reads %s', (text, objective) => expect(parseObjective(text)).toEqual(objective))

  it('reads several joined by and', () => {
    expect(parseObjectives('worst >= 90 and time <= 10 ms AND devices <= 1M').map(objectiveText)).toEqual([
      'worst >= 90',
      'time <= 10 ms',
      'devices <= 1000000',
    ])
  })

  it.each([
    ['worst', 'expected METRIC >= NUMBER'],
    ['wrost >= 90', 'there is no metric wrost'],
    ['worst > 90', 'worst takes >=, not >'],
    ['worst <= 90', 'worst takes >=, not <='],
    ['time >= 3', 'time takes <=, not >='],
    ['worst >= ninety', '"ninety" is not a percentage from 0 to 100'],
    ['worst >= 9k', '"9k" is not a percentage'],
    ['area <= 3', 'with its unit'],
    ['energy <= 3 s', 'is not an energy'],
    ['yield >= 99', 'a yield names the accuracy'],
    ['worst(90) >= 99', 'worst takes nothing in brackets'],
    ['worst >= 90 and', 'cannot be read'],
    ['', 'cannot be read'],
  ])('refuses %s and says what was expected', (text, why) => {
    const error = refused(text)
    expect(error.code).toBe('bad-value')
    expect(error.message).toContain(why)
    expect(error.hint).toContain('worst >= 90')
  })

  it.each(['worst >= 101', 'worst >= -1', 'time <= 0', 'yield(120) >= 90'])('finds %s out of range', (text) =>
    expect(refused(text).code).toBe('out-of-range'),
  )

  it('reads what it writes as the same objective', () => {
    const percent = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100)
    const any = fc.constantFrom(...metricIds).chain((metric): fc.Arbitrary<Objective> => {
      if (metric === 'yield') return fc.record({ metric: fc.constant(metric), level: percent, limit: percent })
      const cost = fc
        .tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: -12, max: 6 }))
        .map(([n, power]) => Number(`${n}e${power}`))
      return fc.record({ metric: fc.constant(metric), limit: metrics[metric].unit === '%' ? percent : cost })
    })
    fc.assert(
      fc.property(any, (objective) => {
        const again = parseObjective(objectiveText(objective))
        expect(objectiveKey(again)).toBe(objectiveKey(objective))
        expect(Math.abs(again.limit - objective.limit)).toBeLessThanOrEqual(1e-11 * objective.limit)
        expect(objectiveText(again)).toBe(objectiveText(objective))
      }),
    )
  })

  it('starts each metric with an objective that can be read', () => {
    for (const id of metricIds) expect(parseObjective(metrics[id].usual).metric).toBe(id)
  })
})

describe('how a number stands to an objective', () => {
  it.each([
    ['worst >= 90', 90, 'pass'],
    ['worst >= 90', 88, 'near'],
    ['worst >= 90', 87.99, 'fail'],
    ['time <= 1 s', 1, 'pass'],
    ['time <= 1 s', 1.1, 'near'],
    ['time <= 1 s', 1.11, 'fail'],
    ['yield(90) >= 99.9', 99.9, 'pass'],
    ['yield(90) >= 99.9', 99.85, 'near'],
    ['yield(90) >= 99.9', 99, 'fail'],
  ])('%s at %s is %s', (text, value, verdict) => expect(judge(parseObjective(text), value)).toBe(verdict))
})
