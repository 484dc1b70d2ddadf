import type { Answer, AnswerPoint } from '../../../shared/answer'
import { findAxes } from '../../../shared/find-axes'
import { metrics } from '../../../shared/metrics'
import { limitText, objectiveKey, type Objective } from '../../../shared/objective'
import type { Search } from '../../../shared/search'
import type { Verdict } from '../../../shared/verdict'
import type { Frame } from '../../charts/frame'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { logTicks, niceEnd, niceTicks, tickText } from '../../charts/scale'
import { box, line, sharp, text, type Shape } from '../../charts/shapes'
import type { ChartTokens } from '../../charts/tokens'
import { siScale } from '../../components/si-scale'

/** Room around the values tried, so that the outermost mark is not cut. */
const [logRoom, linearRoom] = [1.25, 0.04]
const mark = 4

/** The values a search tried against one of its objectives: what passed, what failed, and the bracket between. Pure. */
export function bracketPlot(search: Search, answer: Answer, objective: Objective): Plot | undefined {
  const key = objectiveKey(objective)
  const points = answer.points.flatMap((point) => {
    const y = point.measured[key]
    return y === undefined || point.verdict === 'skipped' || point.verdict === 'open' ? [] : [{ ...point, verdict: point.verdict, y }]
  })
  if (points.length === 0) return undefined
  const { unit } = metrics[objective.metric]
  const top = Math.max(objective.limit, ...points.map(({ y }) => y))
  const { factor, prefix } = unit === 's' || unit === 'J' ? siScale(top) : { factor: unit === 'm2' ? 1e-6 : 1, prefix: '' }
  const yMax = unit === '%' ? 100 : niceEnd((1.08 * top) / factor)
  const yUnit = unit === 'm2' ? 'mm\u00b2' : `${prefix}${unit}`
  const label = metrics[objective.metric].label.toLowerCase()
  return {
    margins: { ...plotMargins, right: 28 },
    x: {
      ...alongOf(search, answer.points),
      title: `${findAxes[search.over]?.noun ?? search.over}${search.unit === '' ? '' : `, ${search.unit}`}`,
    },
    y: {
      kind: 'linear',
      min: 0,
      max: yMax,
      ticks: (unit === '%' ? [0, 20, 40, 60, 80, 100] : niceTicks(0, yMax, 5)).map((at) => ({ at, text: tickText(at) })),
      title: yUnit === '' ? label : `${label}, ${yUnit}`,
    },
    draw(frame, tokens) {
      const at = (point: { value: number; y: number }): [number, number] => [frame.x(point.value), frame.y(point.y / factor)]
      return [
        ...bracket(answer, frame, tokens),
        ...limitLine(objective, frame.y(objective.limit / factor), frame, tokens),
        line(points.map(at), tokens.lineStrong, 1),
        ...points.flatMap((point) => verdictMark(point.verdict, at(point), tokens)),
        ...answerLabel(answer, frame, tokens),
      ]
    },
  }
}

function alongOf(search: Search, points: readonly AnswerPoint[]): Omit<Plot['x'], 'title'> {
  const values = points.map(({ value }) => value)
  const [low, high] = [Math.min(...values), Math.max(...values)]
  if (search.scale === 'log' && search.candidates === undefined && low > 0) {
    const [min, max] = [low / logRoom, high * logRoom]
    return { kind: 'log', min, max, ticks: logTicks(min, max).map((at) => ({ at, text: tickText(at) })) }
  }
  const powers = search.scale === 'log'
  const room = linearRoom * Math.max(1e-9, high - low)
  const ticks = search.candidates === undefined ? niceTicks(low, high, 6) : search.candidates
  return {
    kind: powers ? 'log' : 'linear',
    min: powers ? low / logRoom : low - room,
    max: powers ? high * logRoom : high + room,
    ticks: ticks.map((at) => ({ at, text: tickText(at) })),
  }
}

/** What lies on the passing side, and between the last pass and the first failure, where nothing is known. */
function bracket({ passes, fails }: Answer, frame: Frame, tokens: ChartTokens): Shape[] {
  const height = frame.bottom - frame.top
  const zone = (from: number, to: number, fill: string): Shape =>
    box(Math.min(from, to), frame.top, Math.max(1, Math.abs(to - from)), height, { fill })
  const shapes: Shape[] = []
  if (passes !== undefined) {
    const tight = fails !== undefined && fails.value < passes.value ? frame.right : frame.left
    shapes.push(zone(tight, frame.x(passes.value), tokens.passZone))
  }
  if (passes !== undefined && fails !== undefined) shapes.push(zone(frame.x(passes.value), frame.x(fails.value), tokens.nearZone))
  if (fails !== undefined) {
    const loose = passes !== undefined && fails.value < passes.value ? frame.left : frame.right
    shapes.push(zone(frame.x(fails.value), loose, tokens.failZone))
  }
  return shapes
}

function limitLine(objective: Objective, y: number, frame: Frame, tokens: ChartTokens): Shape[] {
  const at = sharp(y)
  return [
    line(
      [
        [frame.left, at],
        [frame.right, at],
      ],
      tokens.ink,
    ),
    text(tokens, frame.right - 4, at - 9, limitText(objective.metric, objective.limit), tokens.ink, { align: 'right', halo: true }),
  ]
}

/** Disc, half disc, cross: a verdict is told by its shape first. */
function verdictMark(verdict: Verdict, [x, y]: [number, number], tokens: ChartTokens): Shape[] {
  const r = mark
  switch (verdict) {
    case 'pass':
      return [{ type: 'circle', shape: { cx: x, cy: y, r }, style: { fill: tokens.pass } }]
    case 'near':
      return [
        { type: 'circle', shape: { cx: x, cy: y, r: r - 0.5 }, style: { fill: tokens.raised, stroke: tokens.near, lineWidth: 1 } },
        {
          type: 'path',
          shape: { pathData: `M${x} ${y - r + 0.5}a${r - 0.5} ${r - 0.5} 0 0 0 0 ${2 * r - 1}z` },
          style: { fill: tokens.near },
        },
      ]
    case 'fail':
      return [
        {
          type: 'path',
          shape: { pathData: `M${x - r} ${y - r}l${2 * r} ${2 * r}M${x + r} ${y - r}l${-2 * r} ${2 * r}` },
          style: { stroke: tokens.fail, lineWidth: 1.6, fill: 'none' },
        },
      ]
  }
}

function answerLabel({ passes }: Answer, frame: Frame, tokens: ChartTokens): Shape[] {
  if (passes === undefined) return []
  const x = sharp(frame.x(passes.value))
  const align = x > (frame.left + frame.right) / 2 ? 'right' : 'left'
  return [
    line(
      [
        [x, frame.top],
        [x, frame.bottom],
      ],
      tokens.ink,
      1,
      [1.5, 2.5],
    ),
    text(tokens, x + (align === 'left' ? 5 : -5), frame.bottom - 10, String(passes.value), tokens.ink, {
      mono: true,
      halo: true,
      weight: 560,
      align,
    }),
  ]
}
