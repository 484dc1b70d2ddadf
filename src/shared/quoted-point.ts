import type { Point, PointResult } from './results'

/** The point whose search found what a point quotes: itself, or one of a smaller set inside its own; of equal sets the first was searched. */
export function quotedPoint(points: readonly Point[], point: Point): (Point & { result: PointResult }) | undefined {
  const byId = (id: string): Point | undefined => points.find((candidate) => candidate.id === id)
  let from = point.carriedFrom === undefined ? point : byId(point.carriedFrom)
  if (from?.result?.sameAs !== undefined) from = byId(from.result.sameAs)
  return from?.result === undefined ? undefined : { ...from, result: from.result }
}
