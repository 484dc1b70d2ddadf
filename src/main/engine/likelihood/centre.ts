import { mean } from '../../../shared/stats'
import { inParallel } from './blocks'

/** Chips that say where half of them fail, an odd number, how closely that is looked for, and chips that say how scattered they are. */
const [voters, closely, scattered] = [5, 0.25, 20]

/** Draws of these chips, apart from those of the estimate, which so stays unbiased. */
const firstPilot = 0x80000000

/** No chip is looked at further out than so many times the nearest failing one. */
const farthest = 2

export interface Shift {
  /** The nearest failing chip and its distance. */
  nearest: Float64Array
  beta: number
  /** Standard-normal numbers of a draw. */
  numbers: (draw: number) => Float64Array
  /** Images that the chip of u answers right, and how many it must. */
  right: (u: Float64Array) => Promise<number>
  needed: number
  /** Draws that are worth evaluating at the same time. */
  parallel: number
}

/** A random chip: how far it lies along the direction, and what it answers right. */
interface Pilot {
  along: number
  right: number
}

/**
 * How far along the direction of the nearest failing chip the mean is best shifted. A random chip has thousands of other
 * numbers, which move accuracy too: mostly down, so that chips begin to fail closer to the origin, and each by its own amount.
 * B is where half of the chips fail, by bisection on a few; R^2 the share of the scatter of right answers there that the
 * direction explains, by least squares on twenty. Were right answers linear in a normal scatter, failing chips would on
 * average lie `R^2 B` along the direction, which is where the mean then belongs. Where failing is a half-space R^2 is 1, and
 * the mean that of the nearest failing chip.
 * Source: ours, after METHODS 4; the mean of the failing density is the optimum of the cross-entropy method (Rubinstein 1999).
 */
export async function shiftDistance({ nearest, beta, numbers, right, needed, parallel }: Shift): Promise<number> {
  const pilot = async (i: number, distance: number): Promise<Pilot> => {
    const e = numbers(firstPilot + i)
    const along = e.reduce((sum, value, k) => sum + (value * (nearest[k] ?? 0)) / beta, 0)
    return { along, right: await right(e.map((value, k) => value + ((nearest[k] ?? 0) * distance) / beta)) }
  }
  const pilots = (count: number, distance: number): Promise<Pilot[]> => inParallel(0, count, parallel, (i) => pilot(i, distance))
  const mostFail = async (distance: number): Promise<boolean> =>
    2 * (await pilots(voters, distance)).filter((one) => one.right < needed).length > voters
  let low = 0
  let high = beta
  while (!(await mostFail(high))) {
    if (high >= farthest * beta) return beta
    low = high
    high *= 1.25
  }
  while (high - low > closely) {
    const middle = (low + high) / 2
    if (await mostFail(middle)) high = middle
    else low = middle
  }
  return explained(await pilots(scattered, high)) * high
}

/** R^2 of right answers on how far chips lie along the direction; 0 where those along it are no worse. */
function explained(pilots: readonly Pilot[]): number {
  const [x, y] = [mean(pilots.map(({ along }) => along)), mean(pilots.map(({ right }) => right))]
  let [xx, xy, yy] = [0, 0, 0]
  for (const { along, right } of pilots) {
    xx += (along - x) ** 2
    xy += (along - x) * (right - y)
    yy += (right - y) ** 2
  }
  return xy < 0 && yy > 0 ? (xy * xy) / (xx * yy) : 0
}
