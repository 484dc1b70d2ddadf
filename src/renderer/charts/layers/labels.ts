import { floorText } from '../../../shared/floor'
import { fixed, percent } from '../../../shared/units'
import { markerOf, type ChartCurve, type CurveChart } from '../curve-chart'
import type { Frame } from '../frame'
import { isHollow, markerPath } from '../markers'
import { line, text, type Shape } from '../shapes'
import { spread } from '../spread'
import { curveColour, type ChartTokens } from '../tokens'

const gap = 15
/** Widths in the gutter: swatch, name, number at its right edge. */
const nameAt = 31
const valueAt = 178
/** Characters of a name that fit between swatch and number. */
const longest = 20

interface Label {
  y: number
  name: string
  value: string
  curve?: ChartCurve
  reference?: 'clean' | 'montecarlo' | 'spec' | 'floor'
  /** Order of the curve that a floor belongs to. */
  index?: number
}

export type PlacedLabel = Label & { placed: number }

/** Last point of a curve: where its label belongs. */
export function endOf(curve: ChartCurve): { x: number; y: number } | undefined {
  return curve.points.at(-1) ?? curve.start
}

/** A curve that stops early is labelled where it stops, the others at the right edge. */
function stopsEarly(chart: CurveChart, curve: ChartCurve): boolean {
  const end = endOf(curve)
  const last = Math.max(
    ...chart.cells.flatMap((row) => row.cells.map((cell) => cell.x)),
    ...chart.curves.flatMap((c) => c.points.map((p) => p.x)),
  )
  return end !== undefined && end.x < last && chart.curves.length <= 8 && !chart.x.unordered
}

/** Labels at the right edge, pushed apart; those of curves and references alike. */
export function placeLabels(chart: CurveChart, frame: Frame): PlacedLabel[] {
  const labels: Label[] = [{ y: frame.y(chart.accuracySpec), name: 'spec', value: fixed(chart.accuracySpec), reference: 'spec' }]
  const of = chart.referenceOf === undefined ? '' : `, ${chart.referenceOf}`
  const clean = chart.clean?.at(-1)
  if (clean !== undefined) labels.push({ y: frame.y(clean.y), name: `clean${of}`, value: fixed(clean.y), reference: 'clean' })
  const mean = chart.montecarlo?.at(-1)
  const sampled = of ? `MC mean${of}` : 'Monte Carlo mean'
  if (mean !== undefined) labels.push({ y: frame.y(mean.mean), name: sampled, value: fixed(mean.mean), reference: 'montecarlo' })
  const floored = chart.curves.find(({ focused, floor }) => focused && floor !== undefined)
  const floor = floored?.floor?.at(-1)
  if (floored !== undefined && floor !== undefined)
    labels.push({ y: frame.y(floor.y), name: 'certified floor', value: floorText(floor.y), reference: 'floor', index: floored.index })
  // Of more curves than have room the focused one and the first are named.
  const room = Math.floor((frame.bottom - frame.top) / gap) - labels.length
  const named = [...chart.curves].sort((a, b) => Number(b.focused) - Number(a.focused) || a.index - b.index).slice(0, Math.max(1, room))
  for (const curve of named) {
    const end = curve.points.at(-1)
    if (end !== undefined && !stopsEarly(chart, curve)) labels.push({ y: frame.y(end.y), name: curve.name, value: percent(end.y), curve })
  }
  // What is said of the cells under the plot begins just below it.
  return spread(labels, gap, frame.top + 4, frame.bottom - (chart.cells.length > 0 ? 6 : 0))
}

const cut = (name: string, most: number): string => (name.length > most ? `${name.slice(0, most - 1)}\u2026` : name)

/** Names at the ends of the curves with leaders to them; the swatch carries the colour, the text is ink. */
export function labels(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  const shapes: Shape[] = []
  for (const label of placeLabels(chart, frame)) {
    const { right } = frame
    const index = label.curve?.index ?? label.index
    const colour = index === undefined ? (label.reference === 'spec' ? tokens.ink : tokens.reference) : curveColour(tokens, index)
    shapes.push(
      line(
        [
          [right + 2, label.y],
          [right + 9, label.placed],
        ],
        tokens.lineStrong,
      ),
    )
    shapes.push(
      line(
        [
          [right + 10, label.placed],
          [right + 26, label.placed],
        ],
        colour,
        label.reference === 'spec' ? 1 : 2,
        label.reference === 'clean' ? [6, 3] : label.reference === 'floor' ? [1.5, 2.5] : undefined,
      ),
    )
    if (label.curve !== undefined) shapes.push(marker(markerOf(label.curve), right + 18, label.placed, colour, tokens))
    const letter = label.curve?.letter
    if (letter !== undefined) shapes.push(text(tokens, right + nameAt, label.placed, letter, tokens.ink, { weight: 620 }))
    const named = letter === undefined ? nameAt : nameAt + 13
    const strong = label.curve !== undefined && letter === undefined
    shapes.push(
      text(
        tokens,
        right + named,
        label.placed,
        cut(label.name, label.curve === undefined || letter !== undefined ? longest - 2 : longest),
        strong ? tokens.ink : tokens.ink2,
        { weight: strong ? 560 : 420 },
      ),
    )
    shapes.push(text(tokens, right + valueAt, label.placed, label.value, tokens.ink, { mono: true, align: 'right', weight: 500 }))
  }
  const early = chart.curves.flatMap((curve) => {
    const end = endOf(curve)
    return end !== undefined && stopsEarly(chart, curve) ? [{ curve, x: frame.x(end.x) + 14, y: frame.y(end.y) }] : []
  })
  for (const { curve, x, placed } of spread(early, gap, frame.top + 4, frame.bottom)) shapes.push(...earlyEnd(curve, x, placed, tokens))
  for (const curve of chart.curves) shapes.push(...valuesOf(chart, curve, frame, tokens))
  return shapes
}

/** Where no line joins the points, each says its own value. */
function valuesOf(chart: CurveChart, curve: ChartCurve, frame: Frame, tokens: ChartTokens): Shape[] {
  if (!chart.x.unordered || !curve.focused) return []
  return curve.points.map(({ x, y }) =>
    text(tokens, frame.x(x) + 9, frame.y(y), percent(y), tokens.ink, { mono: true, weight: 500, halo: true }),
  )
}

function earlyEnd(curve: ChartCurve, x: number, y: number, tokens: ChartTokens): Shape[] {
  const words = [curve.letter, cut(curve.name, longest)].filter(Boolean).join(' ')
  const shapes = [text(tokens, x, y, words, tokens.ink, { weight: 560, halo: true })]
  if (curve.note !== undefined) shapes.push(text(tokens, x + words.length * 6.1 + 8, y, curve.note, tokens.inkMuted, { halo: true }))
  return shapes
}

function marker(index: number, x: number, y: number, colour: string, tokens: ChartTokens): Shape {
  const hollow = isHollow(index)
  return {
    type: 'path',
    shape: { pathData: markerPath(index, x, y, 3) },
    style: { fill: hollow ? tokens.raised : colour, stroke: hollow ? colour : tokens.raised, lineWidth: hollow ? 1.4 : 1 },
  }
}
