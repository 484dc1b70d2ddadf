import { curveAxis } from '../../../shared/curves'
import { isHollow, markerPath } from '../../../shared/markers'
import type { OverlayAxis } from '../../../shared/overlay'
import type { RunDetail } from '../../../shared/results'
import { spread, type Placed } from '../../../shared/spread'
import { percent, threshold } from '../../../shared/units'
import { linearScale, logScale, nameScale, type AxisScale } from './axis-scale'
import { labelLength, type ReportCurve } from './curves'
import { curveInk, inks } from './ink'
import { html, type Markup } from './markup'

const width = 674
const height = 330
const plot = { left: 40, top: 22, bottom: height - 44 }
const labelGap = 14
const labelsAtMost = 16

interface Label {
  /** Where the curve ends. */
  x: number
  y: number
  text: string
  value: string
  ink: string
  strong: boolean
}

/**
 * Accuracy against what the runs sweep, as inline SVG: clean and Monte Carlo of the first curve in grey, worst found of
 * every curve with its marker, the limit, and where a curve crosses it. Undefined where there is no result to draw.
 */
export function figure(
  runs: readonly RunDetail[],
  curves: readonly ReportCurve[],
  axis: OverlayAxis,
  accuracySpec: number,
): Markup | undefined {
  const shown = curves.filter((curve) => curve.points.length > 0)
  const xs = shown.flatMap((curve) => curve.points.map(({ x }) => x))
  if (xs.length === 0) return undefined
  const room = labelRoom(shown)
  const x = xScale(axis, runs, xs, room)
  const y = linearScale(0, 100, plot.bottom, plot.top, 5)
  // Without error every chip is the clean network, so over the threshold each curve starts there.
  const fromZero = axis.field === undefined && !isLogarithmic(runs)
  const joined = axis.names === undefined
  const title = `Accuracy in percent against ${axis.label}`
  return html`<svg viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
    <rect
      x="${plot.left}"
      y="${plot.top}"
      width="${room - plot.left}"
      height="${n(y.at(accuracySpec) - plot.top)}"
      fill="${inks.passZone}"
    />
    ${axes(x, y, axis, room)} ${references(shown[0], x, y, fromZero)}
    <path d="M${plot.left} ${n(y.at(accuracySpec))}H${room}" stroke="${inks.text}" />
    ${shown.map((curve) => worst(curve, x, y, { joined, fromZero }))}
    ${axis.field === undefined && shown.map((curve) => crossing(curve, accuracySpec, x, y, room))}
    ${labels(shown, x, y, accuracySpec, { right: room, joined })}
  </svg>`
}

const n = (value: number): string => String(Number(value.toFixed(1)))

/** Where the plot ends: long names at the curves' ends take room from it, up to a limit. */
function labelRoom(curves: readonly ReportCurve[]): number {
  const longest = Math.max(...curves.map(({ label }) => Math.min(label.length, labelLength)))
  return width - Math.max(172, 70 + 6.6 * longest)
}

function xScale(axis: OverlayAxis, runs: readonly RunDetail[], xs: number[], right: number): AxisScale {
  if (axis.names !== undefined) return nameScale(axis.names, plot.left, right)
  const [low, high] = [Math.min(...xs), Math.max(...xs)]
  if (isLogarithmic(runs) && low > 0 && high > low) return logScale(low, high, plot.left, right)
  return linearScale(axis.field === undefined ? 0 : low, high, plot.left, right)
}

function isLogarithmic(runs: readonly RunDetail[]): boolean {
  return runs.every((run) => curveAxis(run.spec)?.range?.scale === 'log')
}

function axes(x: AxisScale, y: AxisScale, axis: OverlayAxis, right: number): Markup {
  return html`<g font-size="11" fill="${inks.muted}">
    ${y.ticks.map((tick) => html`<path d="M${plot.left} ${n(y.at(tick))}H${right}" stroke="${inks.grid}" /><text x="${plot.left - 7}" y="${n(y.at(tick) + 4)}" text-anchor="end">${y.text(tick)}</text>`)}
    ${x.ticks.map((tick) => html`<path d="M${n(x.at(tick))} ${plot.top}V${plot.bottom}" stroke="${inks.grid}" /><path d="M${n(x.at(tick))} ${plot.bottom}v4" stroke="${inks.axis}" /><text x="${n(x.at(tick))}" y="${plot.bottom + 16}" text-anchor="middle">${x.text(tick)}</text>`)}
    <path d="M${plot.left} ${plot.bottom}H${right}" stroke="${inks.axis}" />
    <text x="0" y="11" fill="${inks.second}">accuracy, %</text>
    <text x="${(plot.left + right) / 2}" y="${height - 8}" text-anchor="middle" fill="${inks.second}"
      >${axis.label}${axis.unit ? `, ${axis.unit}` : ''}</text
    >
  </g>`
}

function references(curve: ReportCurve | undefined, x: AxisScale, y: AxisScale, fromZero: boolean): Markup {
  const points = (curve?.points ?? []).flatMap(({ x: at, point: { result } }) => (result === undefined ? [] : [{ at, result }]))
  const sampled = points.flatMap(({ at, result }) => (result.montecarlo === undefined ? [] : [{ at, mc: result.montecarlo }]))
  const path = (places: [number, number][]): string =>
    places.map(([px, py], i) => `${i > 0 ? 'L' : 'M'}${n(x.at(px))} ${n(y.at(py))}`).join('')
  const start = startOf(curve, fromZero)
  const clean: [number, number][] = [...start, ...points.map(({ at, result }): [number, number] => [at, result.clean])]
  const band = [
    ...start,
    ...sampled.map(({ at, mc }): [number, number] => [at, mc.max]),
    ...sampled.toReversed().map(({ at, mc }): [number, number] => [at, mc.min]),
  ]
  const means: [number, number][] = [...start, ...sampled.map(({ at, mc }): [number, number] => [at, mc.mean])]
  return html`${sampled.length > 0 && html`<path d="${path(band)}Z" fill="${inks.band}" /><path d="${path(means)}" fill="none" stroke="${inks.reference}" stroke-width="1.5" />`}
  ${points.length > 0 && html`<path d="${path(clean)}" fill="none" stroke="${inks.reference}" stroke-dasharray="6 3" />`}`
}

/** The clean accuracy at no error, where curves over the threshold start. */
function startOf(curve: ReportCurve | undefined, fromZero: boolean): [number, number][] {
  const clean = curve?.points[0]?.point.result?.clean
  const along = (curve?.points.at(-1)?.x ?? 0) > (curve?.points[0]?.x ?? 0)
  return fromZero && along && clean !== undefined ? [[0, clean]] : []
}

function worst(curve: ReportCurve, x: AxisScale, y: AxisScale, { joined, fromZero }: { joined: boolean; fromZero: boolean }): Markup {
  const ink = curve.index ?? 0
  const colour = curveInk(ink)
  const places = curve.points.flatMap(({ x: at, point }) =>
    point.worst === undefined ? [] : [{ px: x.at(at), py: y.at(point.worst), value: point.worst }],
  )
  const start = startOf(curve, fromZero).map(([px, py]) => ({ px: x.at(px), py: y.at(py) }))
  const line = [...start, ...places].map(({ px, py }, i) => `${i > 0 ? 'L' : 'M'}${n(px)} ${n(py)}`).join('')
  const paint = isHollow(ink) ? { fill: inks.paper, stroke: colour } : { fill: colour, stroke: inks.paper }
  const markers = places.map(({ px, py }) => markerPath(ink, Number(n(px)), Number(n(py)), 3)).join('')
  return html`${joined && html`<path d="${line}" fill="none" stroke="${colour}" stroke-width="1.75" stroke-linejoin="round" />`}
    <path d="${markers}" fill="${paint.fill}" stroke="${paint.stroke}" />
    ${!joined && places.map(({ px, py, value }) => html`<text x="${n(px + 7)}" y="${n(py + 4)}" font-size="11" class="halo">${percent(value)}</text>`)}`
}

function crossing({ loosest, index }: ReportCurve, limit: number, x: AxisScale, y: AxisScale, right: number): Markup | false {
  if (loosest?.t === undefined || loosest.atLeast) return false
  const [px, ink] = [x.at(loosest.t), curveInk(index ?? 0)]
  const left = px > right - 50
  return html`<path d="M${n(px)} ${n(y.at(limit))}V${plot.bottom}" stroke="${ink}" stroke-dasharray="2 3" /><circle
      cx="${n(px)}"
      cy="${n(y.at(limit))}"
      r="4"
      fill="${inks.paper}"
      stroke="${ink}"
      stroke-width="1.5"
    /><text x="${n(left ? px - 5 : px + 5)}" y="${plot.bottom - 6}" text-anchor="${left ? 'end' : 'start'}" font-size="11" class="halo"
      >${threshold(loosest.t)}</text
    >`
}

function labels(
  curves: readonly ReportCurve[],
  x: AxisScale,
  y: AxisScale,
  limit: number,
  { right, joined }: { right: number; joined: boolean },
): Markup {
  const base = curves[0]?.points.at(-1)?.point.result
  const grey = (text: string, value: number | undefined): Label[] =>
    value === undefined ? [] : [{ x: right, y: y.at(value), text, value: percent(value), ink: inks.reference, strong: false }]
  const ends = curves.slice(0, labelsAtMost).flatMap(({ points, label, index }): Label[] => {
    const end = points.findLast(({ point }) => point.worst !== undefined)
    const last = end?.point.worst
    if (last === undefined) return []
    return [
      { x: x.at(end?.x ?? 0), y: y.at(last), text: label, value: joined ? percent(last) : '', ink: curveInk(index ?? 0), strong: true },
    ]
  })
  const all = [...grey('clean', base?.clean), ...grey('Monte Carlo', base?.montecarlo?.mean), ...grey('spec', limit), ...ends]
  return html`<g font-size="11">${spread(all, labelGap, plot.top + 2, plot.bottom).map((label) => endLabel(label, right))}</g>`
}

function endLabel({ x, y, placed, text, value, ink, strong }: Label & Placed, right: number): Markup {
  // A curve that stops early is led to its label.
  const lead =
    x < right - 1 && html`<path d="M${n(x + 6)} ${n(y)}H${right + 2}" stroke="${ink}" stroke-width=".75" stroke-dasharray="1 3" />`
  return html`${lead}<path d="M${right + 2} ${n(y)}L${right + 10} ${n(placed)}h4" stroke="${ink}" fill="none" />
    <text x="${right + 18}" y="${n(placed + 4)}" fill="${strong ? inks.text : inks.second}" font-weight="${strong ? 600 : 400}"
      >${shorten(text)}</text
    >
    <text x="${width}" y="${n(placed + 4)}" text-anchor="end" fill="${inks.text}">${value}</text>`
}

function shorten(text: string): string {
  return text.length > labelLength ? `${text.slice(0, labelLength - 1)}\u2026` : text
}
