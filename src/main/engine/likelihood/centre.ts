import { mean } from '../../../shared/stats'
import { inParallel } from './blocks'
import type { LimitState } from './worst-distance'

/** Chips that say which way random chips fail, where half of them do (an odd number), and how scattered they are. */
const [turning, voting, scattering] = [4, 5, 20]

/** How closely it is looked for where half of the chips fail, in standard deviations. */
const closely = 0.25

/** Distance over which the slope of right answers is taken, in standard deviations. */
const slopeStep = 1

/** Draws of these chips, apart from those of the estimate, which so stays unbiased. */
const firstPilot = 0x80000000

/** No chip is looked at further out than so many times the nearest failing one. */
const farthest = 3

export interface Shift extends LimitState {
  /** The nearest failing chip found, and its distance, more than 0. */
  nearest: Float64Array
  beta: number
  /** Standard-normal numbers of a draw. */
  numbers: (draw: number) => Float64Array
  /** Draws that are worth evaluating at the same time. */
  parallel: number
}

/**
 * Where the mean of importance sampling is shifted to. A random chip has thousands of numbers besides those that lead to the
 * nearest failing one, and they move accuracy too: mostly down, so that chips begin to fail closer to the origin, each by its
 * own amount, and other images are about to be lost than at the origin. So the direction is that of the summed gradient of
 * p6 over a few random chips, half as far out as half of them fail. Along it, right answers of random chips around there, c,
 * are taken as linear in a normal scatter: with m their mean above what is needed, b their slope and r the variance that b
 * leaves, half of the chips fail at B = c + m / b, and those that fail lie at B b^2 / (b^2 + r) on average, which is where the
 * mean belongs. Where failing is a half-space that is the nearest failing chip.
 * Source: ours, after METHODS 4; the mean of the failing density is the optimum of the cross-entropy method (Rubinstein 1999).
 */
export async function failingCentre(shift: Shift): Promise<Float64Array> {
  const first = shift.nearest.map((value) => value / shift.beta)
  const start = (await halfFails(shift, first)) / 2
  const direction = (await turned(shift, first, start)) ?? first
  const distance = await failingMean(shift, direction, start)
  return direction.map((value) => value * distance)
}

/** Pilot chip `i`, moved along a direction. */
function pilot({ numbers }: Shift, i: number, direction: Float64Array, distance: number): Float64Array {
  return numbers(firstPilot + i).map((value, k) => value + distance * (direction[k] ?? 0))
}

/** Distance along a direction at which half of the random chips fail; as far as is looked where they do not. */
async function halfFails(shift: Shift, direction: Float64Array): Promise<number> {
  const mostFail = async (distance: number): Promise<boolean> => {
    const right = await inParallel(0, voting, shift.parallel, (i) => shift.right(pilot(shift, i, direction, distance)))
    return 2 * right.filter((answers) => answers < shift.needed).length > voting
  }
  const most = farthest * shift.beta
  let low = 0
  let high = shift.beta
  while (high < most && !(await mostFail(high))) {
    low = high
    high = Math.min(most, 1.25 * high)
  }
  while (high - low > Math.max(closely, high / 10)) {
    const middle = (low + high) / 2
    if (await mostFail(middle)) high = middle
    else low = middle
  }
  return (low + high) / 2
}

/** The way down for random chips at a distance; nothing where they have no slope. */
async function turned(shift: Shift, direction: Float64Array, distance: number): Promise<Float64Array | undefined> {
  const down = new Float64Array(direction.length)
  for (let i = 0; i < turning; i++) {
    const slope = await shift.gradient(pilot(shift, i, direction, distance), 'p6')
    for (let k = 0; k < down.length; k++) down[k] = (down[k] ?? 0) - (slope[k] ?? 0)
  }
  const length = Math.sqrt(down.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? down.map((value) => value / length) : undefined
}

/** Where failing chips lie on average along a direction, by the chips around c; no further than is looked. */
async function failingMean(shift: Shift, direction: Float64Array, c: number): Promise<number> {
  const pilots = await inParallel(0, scattering, shift.parallel, async (i) => ({
    along: shift.numbers(firstPilot + i).reduce((sum, value, k) => sum + value * (direction[k] ?? 0), 0),
    closer: await shift.right(pilot(shift, i, direction, c - slopeStep / 2)),
    farther: await shift.right(pilot(shift, i, direction, c + slopeStep / 2)),
  }))
  const slope = mean(pilots.map(({ closer, farther }) => closer - farther)) / slopeStep
  if (!(slope > 0)) return 0
  // Of each chip, what it has left to lose when its own place along the direction is taken off.
  const left = pilots.map(({ along, closer, farther }) => (closer + farther) / 2 - shift.needed + slope * along)
  const centre = mean(left)
  const scatter = mean(left.map((value) => (value - centre) ** 2))
  const found = ((c + centre / slope) * slope ** 2) / (slope ** 2 + scatter)
  return Math.max(0, Math.min(farthest * shift.beta, found))
}
