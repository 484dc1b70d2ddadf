import type { PointCertificate, MonteCarlo } from '../../../shared/results'
import { percent } from '../../../shared/units'
import type { Frame } from '../../charts/frame'
import { hatch } from '../../charts/hatch'
import { isHollow, markerPath } from '../../charts/markers'
import type { Plot } from '../../charts/plot-option'
import { accuracyAxis, tickText } from '../../charts/scale'
import { box, line, sharp, text, type Shape } from '../../charts/shapes'
import { curveColour, type ChartTokens } from '../../charts/tokens'
import type { FoundPoint } from './point-walk'

/** One point in the bracket: between which accuracies its true worst case lies, and what lies above. */
export interface BracketRow {
  name: string
  note: string
  /** Order in the view: colour and marker. */
  index: number
  worst: number
  clean: number
  floor?: number
  certificate?: PointCertificate
  heldOut?: number
  montecarlo?: MonteCarlo
}

export function bracketRow(
  point: FoundPoint,
  from: FoundPoint | undefined,
  words: Pick<BracketRow, 'name' | 'note' | 'index'>,
): BracketRow {
  const { certificate, montecarlo, clean } = point.result
  const heldOut = (from ?? point).result.heldOut?.accuracy
  return {
    ...words,
    worst: point.worst,
    clean,
    ...(point.floor === undefined ? {} : { floor: point.floor }),
    ...(certificate === undefined ? {} : { certificate }),
    ...(heldOut === undefined ? {} : { heldOut }),
    ...(montecarlo === undefined ? {} : { montecarlo }),
  }
}

/** What is certified, in a few words. */
export function floorWords({ floor, certificate }: Pick<BracketRow, 'floor' | 'certificate'>): string {
  if (floor === undefined) return 'no floor asked for'
  if (floor > 0) return `certified floor ${percent(floor)}`
  const why = certificate?.why
  return `floor 0.0, vacuous: ${why ?? `the ${certificate?.method === 'linear' ? 'linear' : 'interval'} bound says nothing here`}`
}

/** The picture in sentences. */
export function bracketSays(rows: readonly BracketRow[], spec: number): string {
  const told = rows.map((row) => {
    const chips = row.montecarlo
    const random = chips === undefined ? '' : ` Random chips: mean ${percent(chips.mean)}, lowest ${percent(chips.min)} of ${chips.draws}.`
    const held = row.heldOut === undefined ? '' : `, ${percent(row.heldOut)} on images the search has not seen`
    return `${row.name}, ${row.note}: worst found ${percent(row.worst)}${held}; ${floorWords(row)}.${random} Clean ${percent(row.clean)}.`
  })
  return `Accuracy in percent; the spec is ${tickText(spec)}. ${told.join(' ')}`
}

/** Floor, worst found, random chips and clean accuracy of one or two points on one axis. Pure. */
export function bracketPlot(rows: readonly BracketRow[], kind: 'linear' | 'probability', spec: number): Plot {
  const values = rows.flatMap((row) => [row.worst, row.clean, row.montecarlo?.max ?? row.clean])
  const along = accuracyAxis(kind, [...values, spec])
  const ticks = kind === 'linear' ? Array.from({ length: 11 }, (_, i) => 10 * i) : along.ticks
  return {
    margins: { top: 8, right: 62, bottom: 26, left: 190 },
    x: { kind, min: along.min, max: along.max, ticks: ticks.map((at) => ({ at, text: tickText(at) })), title: '' },
    y: { kind: 'linear', min: 0, max: 1, ticks: [], title: '', grid: false },
    draw(frame, tokens) {
      const right = frame.x(along.max)
      const limit = frame.x(Math.min(along.max, Math.max(along.min, spec)))
      const apart = (frame.bottom - frame.top) / rows.length
      return [
        box(limit, frame.top, Math.max(0, right - limit), frame.bottom - frame.top, { fill: tokens.passZone }),
        line(
          [
            [sharp(limit), frame.top],
            [sharp(limit), frame.bottom],
          ],
          tokens.ink,
        ),
        text(tokens, limit - 6, frame.top + 7, `spec ${tickText(spec)}`, tokens.ink, { align: 'right' }),
        text(tokens, 14, frame.bottom + 16, 'accuracy, %', tokens.inkMuted),
        ...rows.flatMap((row, i) => rowShapes(row, Math.round(frame.top + apart * (i + 0.5)), i, { frame, along, limit }, tokens)),
      ]
    },
  }
}

function rowShapes(
  row: BracketRow,
  y: number,
  at: number,
  { frame, along, limit }: { frame: Frame; along: { min: number }; limit: number },
  tokens: ChartTokens,
): Shape[] {
  const colour = curveColour(tokens, row.index)
  const x = (value: number): number => frame.x(Math.max(along.min, value))
  const fill = isHollow(row.index) ? { fill: tokens.raised, stroke: colour, lineWidth: 1.4 } : { fill: colour }
  const marker = (cx: number, cy: number, r: number): Shape => ({
    type: 'path',
    shape: { pathData: markerPath(row.index, cx, cy, r) },
    style: fill,
  })
  const [worst, floor, zero] = [x(row.worst), x(row.floor ?? 0), frame.left]
  const upright = (px: number, half: number, stroke: string, width: number, dash?: number[]): Shape =>
    line(
      [
        [sharp(px), y - half],
        [sharp(px), y + half],
      ],
      stroke,
      width,
      dash,
    )
  const sure = row.montecarlo?.min ?? row.clean
  const shapes: Shape[] = [
    marker(20, y - 7, 4),
    text(tokens, 32, y - 7, row.name, tokens.ink, { weight: 620 }),
    text(tokens, 32, y + 8, row.note, tokens.inkMuted),
    ...hatch(floor, y - 7, worst - floor, 14, at === 0 ? tokens.inkMuted : tokens.lineStrong),
    line(
      [
        [worst, sharp(y)],
        [x(sure), sharp(y)],
      ],
      colour,
      1,
    ),
    ...(row.floor === undefined ? [] : [upright(Math.max(zero + 1, floor), 10, colour, 2, [2, 2])]),
    ...chipShapes(row, y, x, limit, tokens),
    upright(x(row.clean), 12, tokens.ink, 1.5),
    text(tokens, frame.right + 8, y - 7, 'clean', tokens.inkMuted),
    text(tokens, frame.right + 8, y + 8, percent(row.clean), tokens.ink2),
    marker(worst, y, 6),
  ]
  // Under the worst found where that is low, else before the floor where there is room, else in the hatching.
  function floorLabel(): Shape {
    const words = floorWords(row)
    if (low) return text(tokens, worst + 12, y + 11, words, tokens.ink2, { halo: true })
    return floor - zero > 140
      ? text(tokens, floor - 8, y + 1, words, tokens.ink2, { align: 'right', halo: true })
      : text(tokens, zero + 12, y + 1, words, tokens.ink2, { halo: true })
  }
  // Where the worst found is low the words go right of it, else left: the middle is kept for those of the random chips.
  const low = worst < zero + 0.36 * (frame.right - zero)
  const side = low ? ({ align: 'left' } as const) : ({ align: 'right' } as const)
  const words = `worst found ${percent(row.worst)}`
  const held = row.heldOut === undefined ? '' : `, ${percent(row.heldOut)} on held-out images`
  shapes.push(text(tokens, worst + (low ? 12 : -12), y - 9, words + held, tokens.ink, { ...side, weight: 620, halo: true }), floorLabel())
  return shapes
}

/** Random chips as they were drawn: lowest to highest, the middle nine tenths, the mean. Their words keep clear of the line of the spec. */
function chipShapes(
  { montecarlo, worst }: BracketRow,
  y: number,
  x: (value: number) => number,
  limit: number,
  tokens: ChartTokens,
): Shape[] {
  if (montecarlo === undefined) return []
  const { min, max, mean, quantiles } = montecarlo
  const [from, to] = [x(quantiles.p05), x(quantiles.p95)]
  const end = Math.min(x(min), x(worst) > limit ? x(worst) - 4 : Infinity) - 8
  const words = end < limit || end - limit > 190 ? end : limit - 6
  return [
    line(
      [
        [x(min), sharp(y)],
        [x(max), sharp(y)],
      ],
      tokens.reference,
      2,
    ),
    box(from, y - 8, Math.max(2, to - from), 16, { fill: tokens.reference, opacity: 0.55 }),
    line(
      [
        [sharp(x(mean)), y - 8],
        [sharp(x(mean)), y + 8],
      ],
      tokens.reference,
      1.5,
    ),
    text(tokens, words, y + 11, `Monte Carlo ${percent(mean)}, lowest ${percent(min)}`, tokens.inkMuted, { align: 'right', halo: true }),
  ]
}
