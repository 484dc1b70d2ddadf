/** What a chip of standard-normal numbers u does: the two sides of an accuracy spec, and the way across. */
export interface LimitState {
  /** Numbers of a chip. */
  readonly size: number
  /** Images that the chip of u answers right, and how many it must. */
  right: (u: Float64Array) => Promise<number>
  readonly needed: number
  /** Gradient of a surrogate, which falls where chips get worse, by u. */
  gradient: (u: Float64Array, surrogate: string) => Promise<Float64Array>
}

/** The nearest point found at which chips change sides. */
export interface WorstPoint {
  /** Its distance from the origin; negative where the origin itself fails, and the point is where chips begin to pass. */
  beta: number
  u: Float64Array
  /** Gradients taken. */
  gradients: number
}

/** Share to which a crossing is bracketed. */
export const crossingTolerance = 2e-3

/** Directions tried at most for each surrogate, and what an improvement must be to go on. */
const [rounds, improvement] = [6, 5e-3]

/** Shares of a distance that are looked at in turn for a closer crossing. */
const nearby = [0.97, 0.9, 0.7, 0.4]

/** A crossing no further than this is at the origin. */
const closest = 1e-6

/** The margin is the surrogate of METHODS 4; p6 counts like accuracy near a bad chip. Upwards only wrong answers matter. */
const surrogates = { down: ['p2', 'p6'], up: ['ce'] } as const

/**
 * Worst-case distance: the smallest |u| found at which accuracy falls below its spec.
 * Source: Hasofer and Lind 1974, Rackwitz and Fiessler 1978: the nearest point of a limit state lies along its own gradient.
 * Here each round takes the gradient of a surrogate at the nearest crossing so far, and finds the crossing along it by
 * bracketing and bisection on accuracy itself; a direction that is no better is mixed with the best one, once. What is
 * found is an upper bound of the true distance, so `Phi(beta)` is an estimate of the yield and no bound.
 * Nothing where no crossing lies within `reach`. No randomness. Bisection ends on the far side, relative width 2e-3.
 */
export async function worstDistance(limit: LimitState, reach: number): Promise<WorstPoint | undefined> {
  const origin = new Float64Array(limit.size)
  const failing = (await limit.right(origin)) < limit.needed
  const sign = failing ? 1 : -1
  const crossed = async (direction: Float64Array, r: number): Promise<boolean> =>
    (await limit.right(scaled(direction, r))) < limit.needed !== failing
  let best: { direction: Float64Array; r: number } | undefined
  let gradients = 0
  for (const surrogate of failing ? surrogates.up : surrogates.down) {
    for (let round = 0; round < rounds; round++) {
      const from = best === undefined ? origin : scaled(best.direction, best.r)
      const downhill = unit(scaled(await limit.gradient(from, surrogate), sign))
      gradients++
      if (downhill === undefined) break
      const before: number = best?.r ?? reach
      const mixed = best && unit(added(best.direction, downhill))
      for (const direction of mixed === undefined ? [downhill] : [downhill, mixed]) {
        const r = await crossing((at) => crossed(direction, at), best?.r, reach)
        if (r === undefined) continue
        best = { direction, r }
        break
      }
      if (best === undefined || best.r > (1 - improvement) * before) break
    }
  }
  return best === undefined ? undefined : { beta: failing ? -best.r : best.r, u: scaled(best.direction, best.r), gradients }
}

/** Where a ray crosses: the far end of a bracket. With a distance `known`, only one that is closer; nothing where there is none. */
async function crossing(crossed: (r: number) => Promise<boolean>, known: number | undefined, reach: number): Promise<number | undefined> {
  let low = 0
  let high = known === undefined ? 1 : known * (1 - crossingTolerance)
  while (!(await crossed(high))) {
    if (known !== undefined || high >= reach) return undefined
    low = high
    high = Math.min(reach, 2 * high)
  }
  // Directions that differ by little cross at about the same place.
  for (const share of known === undefined ? [] : nearby) {
    if (!(await crossed(share * high))) {
      low = share * high
      break
    }
    high *= share
  }
  while (high - low > crossingTolerance * high && high > closest) {
    const middle = (low + high) / 2
    if (await crossed(middle)) high = middle
    else low = middle
  }
  return high
}

function scaled(u: Float64Array, factor: number): Float64Array {
  return u.map((value) => value * factor)
}

function added(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value + (b[i] ?? 0))
}

/** Nothing for a vector without a direction. */
function unit(u: Float64Array): Float64Array | undefined {
  const length = Math.sqrt(u.reduce((sum, value) => sum + value * value, 0))
  return length > 0 ? scaled(u, 1 / length) : undefined
}
