import type { z } from 'zod'
import type { VariationSet } from '../variation/set'
import type { Objective } from './objective'

/** A step of a search as it is reported: what the convergence picture and the progress line show. */
export interface SearchStep {
  step: number
  loss: number
  /** Which of its searches it is a step of, where it has several. */
  by?: string
}

export interface SearchContext<P> {
  set: VariationSet
  objective: Objective
  params: P
  /** Half-width of the box as a share of full scale, kappa t. */
  radius: number
  seed: number
  /** Where it begins, where that is not the centre. */
  start?: () => Float32Array
  report: (step: SearchStep) => void
}

/** Where a search ended, and how it says it got there. */
export interface Finding {
  z: Float32Array
  how: string
  /** What each weight of the surrogate against the size of the error gave, in the order tried. */
  cCurve?: CTrial[]
}

/** One value of c in LWC: how far its error reached, as a share of the box, and where that is inside it, what accuracy it left. */
export interface CTrial {
  c: number
  reach: number
  accuracy?: number
}

export interface CurveFinding extends Finding {
  /** Radius of the box this belongs to, as given. */
  radius: number
  /** Steps it took to get there. */
  steps: number
}

/**
 * A search for the worst chip. Only mathematics on the unit box: starts from `startOf` unless it says otherwise and
 * never leaves [-1, 1]. The objective remembers the lowest point it was asked for, so a search need not. Adding one is one file in this folder and one test.
 */
export interface Attack<P> {
  label: string
  source: string
  summary: string
  /** Every parameter is a field `attack.<name>` of the spec, with its unit, help and default. */
  params: z.ZodType<P>
  /** Gradient passes a point, for plan and progress. */
  passes: (params: P) => number
  /** False for a search that moves once a mini-batch: it sees few images a step already, on fewer it would move less. */
  subsets?: (params: P) => boolean
  /** The same search within so many passes, where its length is a budget and not a number of steps. */
  within?: (params: P, passes: number) => P
  run: (context: SearchContext<P>) => Promise<Finding>
  /** What the points of a sweep share. */
  curve?: CurveSearch<P>
}

/** One run through all boxes of a sweep, METHODS 3 "One-pass curve". Its findings start each point's own search. */
export interface CurveSearch<P> {
  /** Steps to the largest box; those cut at a threshold come on top. */
  steps: (params: P) => number
  /** `radii` ascending, `set` the largest box. */
  run: (context: SearchContext<P> & { radii: readonly number[] }) => Promise<CurveFinding[]>
  /** Points for which their own search is not needed; absent: every point has its own. */
  suffices?: (finding: CurveFinding, params: P) => boolean
}

export function defineAttack<P>(attack: Attack<P>): Attack<P> {
  return attack
}

/** Where a search begins: the centre, unless its surrogate is flat there. The caller may change it. */
export function startOf({ set, start }: Pick<SearchContext<unknown>, 'set' | 'start'>): Float32Array {
  return start?.() ?? set.zero()
}

/** `1 step`, `10 steps`: how long a search was, in its finding. */
export const stepsText = (count: number): string => `${count} ${count === 1 ? 'step' : 'steps'}`

/** `z -= step sign(g)`, clipped to the unit box; sign(0) = 0. Changes z. */
export function signStep(z: Float32Array, gradient: Float64Array, step: number): void {
  for (let i = 0; i < z.length; i++) {
    const g = gradient[i] ?? 0
    const moved = (z[i] ?? 0) - (g > 0 ? step : g < 0 ? -step : 0)
    z[i] = moved > 1 ? 1 : moved < -1 ? -1 : moved
  }
}
