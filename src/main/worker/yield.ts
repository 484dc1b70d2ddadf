import type { DeviceData } from '../../shared/device'
import type { Design } from '../../shared/fields'
import { expectedGradients } from '../../shared/yield-work'
import { rightNeeded } from '../../shared/likelihood'
import { lnUpperTail, upperTail } from '../../shared/normal-tail'
import type { YieldResult } from '../../shared/results'
import { chipSpace, type ChipSpace } from '../engine/likelihood/chip-space'
import { failingCentre } from '../engine/likelihood/centre'
import { importanceSampling } from '../engine/likelihood/importance'
import { worstDistance, type LimitState } from '../engine/likelihood/worst-distance'
import { programmedWith } from '../engine/network/quantise'
import { samplerOf, type FamilyContext } from './family'
import type { PointReport } from './search'

/** Devices further out than so many standard deviations, all at once, are as good as at their bounds. */
const farOut = 8

/**
 * How likely a random chip of a design misses its accuracy spec on the scored images: worst-case distance, first-order
 * probability, and importance sampling around where random chips fail; where the chip without errors fails, nothing is rare and
 * sampling is not shifted. Source: METHODS 4. Randomness: from the design's seed. `checkpoint` throws where it was cancelled.
 */
export async function pointYield(family: FamilyContext, design: Design, technology: DeviceData, report: PointReport): Promise<YieldResult> {
  const accuracy = design['yield.accuracy']
  const space = chipSpace(family.hardware, family.layout, design, technology, samplerOf(design))
  if (typeof space === 'string') return { accuracy, why: space, passes: 0 }
  const limit = limitOf(family, space, accuracy, report)
  const point = await worstDistance(limit, farOut * Math.sqrt(space.size))
  const passes = (): number => (limit.gradients * family.scored.length) / family.attack.length
  if (point === undefined)
    return { accuracy, why: `no chip along the directions searched is on the other side of ${accuracy} %`, passes: passes() }
  const { beta, u } = point
  const most = design['yield.draws']
  const around = { numbers: space.numbers, parallel: family.executor.width }
  const importance = await importanceSampling({
    ...around,
    fails: async (at) => (await limit.right(at)) < limit.needed,
    centre: beta > 0 ? await failingCentre({ ...limit, ...around, nearest: u, beta }) : new Float64Array(u.length),
    draws: most,
    width: design['yield.width'],
    drawn: (done) => report.doing('Importance sampling', done, most),
  })
  return { accuracy, beta, firstOrder: { failing: upperTail(beta), log10: lnUpperTail(beta) / Math.LN10 }, importance, passes: passes() }
}

function limitOf(
  { executor, programmed, scored }: FamilyContext,
  space: ChipSpace,
  accuracy: number,
  report: PointReport,
): LimitState & { readonly gradients: number } {
  const weights = (u: Float64Array): Float32Array => programmedWith(programmed, space.chip(u))
  let gradients = 0
  return {
    size: space.size,
    get gradients() {
      return gradients
    },
    needed: rightNeeded(accuracy, scored.length),
    async right(u) {
      await report.checkpoint()
      const correct = await executor.evaluate(weights(u), scored)
      report.spent(0, scored.length)
      return correct
    },
    async gradient(u, surrogate) {
      await report.checkpoint()
      report.doing('Worst-case distance', ++gradients, Math.max(gradients, expectedGradients))
      const { gradient } = await executor.gradient(weights(u), scored, surrogate)
      report.spent(scored.length, 0)
      return space.pullback(u, gradient)
    },
  }
}
