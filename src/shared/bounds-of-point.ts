import type { Point } from './results'

/** What later parts of a result add to a point; a run without them has none. */
interface Bounds {
  /** The certified floor as doors show it, percent. */
  floor?: unknown
  result?: {
    certificate?: { accuracy?: unknown }
    images: number
    montecarlo?: { min: number; max: number; draws: number; counts?: unknown }
  }
}

/** The certified floor of a point, percent; undefined where nothing was certified. */
export function floorOf(point: Point): number | undefined {
  const { floor, result }: Bounds = point
  return number(floor) ?? number(result?.certificate?.accuracy)
}

/** Random chips of a point that reach an accuracy, of how many; undefined where what is kept of them does not say. */
export function chipsReaching(point: Point, accuracy: number): { chips: number; of: number } | undefined {
  const { result }: Bounds = point
  const drawn = result?.montecarlo
  if (result === undefined || drawn === undefined) return undefined
  const { counts, draws } = drawn
  if (Array.isArray(counts) && counts.length > 0) {
    const right = counts.filter((count) => typeof count === 'number')
    return { chips: right.filter((count) => (100 * count) / result.images >= accuracy).length, of: right.length }
  }
  if (drawn.min >= accuracy) return { chips: draws, of: draws }
  return drawn.max < accuracy ? { chips: 0, of: draws } : undefined
}

function number(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}
