import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import pcm from '../../../src/main/engine/device/presets/pcm'
import { monteCarlo } from '../../../src/main/engine/likelihood/monte-carlo'
import { chipsOf } from '../../../src/main/worker/point'
import type { FamilyContext } from '../../../src/main/worker/family'
import type { PointReport } from '../../../src/main/worker/search'
import { pointYield } from '../../../src/main/worker/yield'
import { binomialInterval } from '../../../src/shared/binomial'
import { NadirError } from '../../../src/shared/errors'
import { chipYield } from '../../../src/shared/likelihood'
import { upperTail } from '../../../src/shared/normal-tail'
import type { YieldResult } from '../../../src/shared/results'
import { tinyProblem } from '../../support/tiny'

beforeAll(() => chooseBackend('wasm'))

const silent: PointReport = {
  doing: () => undefined,
  spent: () => undefined,
  certified: () => undefined,
  checkpoint: () => Promise.resolve(),
}

/** The 64-image LeNet at t = 0.1, where random chips lose up to a tenth of their images. */
function problem(accuracy: number, fields: Record<string, unknown> = {}): ReturnType<typeof tinyProblem> {
  return tinyProblem(0.1, { 'yield.method': 'importance', 'yield.accuracy': accuracy, seed: 5, ...fields })
}

function yieldAt(accuracy: number, fields: Record<string, unknown> = {}, report = silent): Promise<YieldResult> {
  const { family, design } = problem(accuracy, fields)
  return pointYield(family, design, pcm, report)
}

/** Draws end in an order that has nothing to do with their numbers. */
function late({ executor, ...family }: FamilyContext, width: number): FamilyContext {
  return {
    ...family,
    executor: {
      ...executor,
      width,
      async evaluate(weights, images) {
        for (let wait = Math.abs(Math.round((weights[7] ?? 0) * 1e6)) % 5; wait > 0; wait--) await Promise.resolve()
        return executor.evaluate(weights, images)
      },
    },
  }
}

describe('how likely a random chip misses an accuracy', () => {
  it('agrees with plain Monte Carlo where that can see it', async () => {
    const { family, design } = problem(96)
    const montecarlo = await monteCarlo({
      ...family,
      ...chipsOf(family, design, pcm),
      draws: 200,
      statistic: 'mean',
      images: family.scored,
      checkpoint: silent.checkpoint,
      drawn: () => undefined,
    })
    expect(montecarlo.counts?.reduce((sum, [, chips]) => sum + chips, 0)).toBe(200)
    const { failing = 0, chips = 0 } = chipYield({ montecarlo, images: family.scored.length }, 96) ?? {}
    expect(failing).toBeGreaterThan(4)
    expect(failing).toBeLessThan(40)
    const { beta = 0, firstOrder, importance } = await yieldAt(96, { 'yield.draws': 100, 'yield.width': 0.2 })
    const seen = binomialInterval(failing, chips, 0.99)
    expect(importance?.failing).toBeGreaterThan(seen.low)
    expect(importance?.failing).toBeLessThan(seen.high)
    expect(importance?.low).toBeLessThan(failing / chips)
    expect(importance?.high).toBeGreaterThan(failing / chips)
    expect(beta).toBeGreaterThan(0)
    expect(firstOrder?.failing).toBeCloseTo(upperTail(beta), 12)
  })

  it('finds what fails the same with any number of workers, and a rarer one where less is asked for', async () => {
    const fields = { 'yield.draws': 20 }
    const { family, design } = problem(90, fields)
    const one = await pointYield(family, design, pcm, silent)
    expect(await pointYield(late(family, 3), design, pcm, silent)).toEqual(one)
    expect(one.beta).toBeGreaterThan(2)
    expect(one.importance?.warning).toBeDefined()
    expect(one.importance?.failing).toBeLessThan(0.01)
  })

  it('has a negative distance where the chip without errors fails, and does not shift its draws', async () => {
    const { family, design } = problem(100, { 'yield.draws': 20 })
    const found = await pointYield({ ...family, programmed: worse(family) }, design, pcm, silent)
    expect(found.beta).toBeLessThan(0)
    expect(found.firstOrder?.failing).toBeGreaterThan(0.5)
    expect(found.importance).toMatchObject({ shift: 0, draws: 20 })
    expect(found.importance?.failing).toBe((found.importance?.failed ?? 0) / 20)
  })

  it('has nothing to say behind converters but why', async () => {
    const found = await yieldAt(90, { 'crossbar.adcBits': 8 })
    expect(found).toEqual({ accuracy: 90, why: found.why, passes: 0 })
    expect(found.why).toMatch(/converters/)
  })

  it('stops where it is cancelled', async () => {
    let looks = 0
    const cancelled: PointReport = {
      ...silent,
      checkpoint: () => (++looks > 3 ? Promise.reject(new NadirError('cancelled', 'cancelled')) : Promise.resolve()),
    }
    await expect(yieldAt(90, {}, cancelled)).rejects.toMatchObject({ code: 'cancelled' })
    expect(looks).toBe(4)
  })
})

/** A network that errs on an image or two without any error: every other weight weaker, the rest stronger. */
function worse({ programmed }: FamilyContext): FamilyContext['programmed'] {
  return { ...programmed, values: programmed.values.map((value, i) => (i % 2 === 0 ? value * 0.8 : value * 1.1)) }
}
