import { line, type Shape } from './shapes'

/** Hatching of a box: strokes at 45 degrees, cut at its edges. Pure. */
export function hatch(x: number, y: number, width: number, height: number, stroke: string, apart = 6): Shape[] {
  if (width <= 0 || height <= 0) return []
  const strokes = Math.floor((width + height) / apart)
  return Array.from({ length: strokes }, (_, i) => {
    // A stroke runs from the foot at `at` up to the right; what sticks out at either side is cut.
    const at = (i + 1) * apart - height
    const from = Math.max(0, at)
    const to = Math.min(width, at + height)
    return line(
      [
        [x + from, y + height - (from - at)],
        [x + to, y + height - (to - at)],
      ],
      stroke,
    )
  })
}
