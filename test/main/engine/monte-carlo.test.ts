import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import type { Executor } from '../../../src/main/engine/compute/executor'
import { monteCarlo } from '../../../src/main/engine/likelihood/monte-carlo'
import type { MonteCarlo } from '../../../src/shared/results'
import { tinyProblem } from '../../support/tiny'
import { boxChips } from '../../support/box-chips'

beforeAll(() => chooseBackend('wasm'))

interface Ask {
  draws: number
  width?: number
  statistic?: 'mean' | 'p05'
  workers?: number
  radius?: number
}

function sample({ workers = 1, radius = 0.1, statistic = 'mean', ...ask }: Ask): Promise<MonteCarlo> {
  const { executor, programmed, images } = tinyProblem(radius)
  // Draws end in an order that has nothing to do with their numbers.
  const late: Executor = {
    ...executor,
    width: workers,
    async evaluate(weights, some) {
      for (let wait = Math.abs(Math.round((weights[7] ?? 0) * 1e6)) % 5; wait > 0; wait--) await Promise.resolve()
      return executor.evaluate(weights, some)
    },
  }
  const sampler = { kind: 'uniform', sigma: 0.5, bits: 4, bitsPerDevice: 2, mapping: 'sign-magnitude', seed: 3 } as const
  return monteCarlo({
    executor: late,
    programmed,
    kind: sampler.kind,
    chip: boxChips(programmed, radius, sampler),
    images,
    statistic,
    ...ask,
    checkpoint: () => Promise.resolve(),
    drawn: () => undefined,
  })
}

describe('random chips', () => {
  it('are drawn until the interval is narrow enough, in whole blocks', async () => {
    const { draws, interval } = await sample({ draws: 400, width: 1 })
    expect(draws % 20).toBe(0)
    expect(draws).toBeLessThan(400)
    expect((interval?.high ?? 100) - (interval?.low ?? 0)).toBeLessThanOrEqual(1)
    const before = await sample({ draws: draws - 20 })
    expect((before.interval?.high ?? 100) - (before.interval?.low ?? 0)).toBeGreaterThan(1)
  })

  it('are the same chips and as many of them with any number of workers', async () => {
    const one = await sample({ draws: 60, width: 2 })
    expect(await sample({ draws: 60, width: 2, workers: 2 })).toEqual(one)
    expect(await sample({ draws: 60, width: 2, workers: 3 })).toEqual(one)
    expect(await sample({ draws: one.draws })).toEqual(one)
  })

  it('end at the cap, and at twenty where they do not differ', async () => {
    expect((await sample({ draws: 50, width: 1e-3 })).draws).toBe(50)
    expect((await sample({ draws: 50, width: 1e-3, radius: 1e-9 })).draws).toBe(20)
  })

  it('bound the 5 % quantile below by 0 as long as there are too few of them', async () => {
    const { interval, quantiles } = await sample({ draws: 30, statistic: 'p05' })
    expect(interval).toMatchObject({ of: 'p05', low: 0, confidence: 0.95 })
    expect(interval?.high).toBeGreaterThanOrEqual(quantiles.p05)
  })
})
