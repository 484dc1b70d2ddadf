import type { Comparison } from '../../../shared/compare'
import { foundByText } from '../../../shared/compare-results'
import { fieldWords } from '../../../shared/curves'
import { floorText } from '../../../shared/floor'
import { box } from '../../../shared/device-math'
import { chipYield, chipYieldText, importanceText, tinyText } from '../../../shared/likelihood'
import type { MonteCarlo, Point, RunDetail } from '../../../shared/results'
import { valueText } from '../../../shared/spec-text'
import { fixed, threshold } from '../../../shared/units'
import { designAt } from '../../../shared/spec'
import { percentCell, swatch, verdict } from './marks'
import { html, type Markup } from './markup'

/** The fields in which the runs differ, a column a run; `marked` where each run is one curve of the figure. */
export function differenceTable({ fields, runs }: Comparison, names: readonly string[], marked: boolean): Markup | undefined {
  const rows = fields.filter((row) => row.differs)
  if (rows.length === 0) return undefined
  return html`<table>
    <thead>
      <tr>
        <th>Field</th>
        ${runs.map((_, index) => html`<th>${marked && swatch(index)}${names[index]}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            <td>${row.label}${row.unit && html`, ${row.unit}`} <span class="muted mono">${row.key}</span></td>
            ${row.cells.map((cell) => html`<td>${cell.text}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`
}

/** Every point of a run with what was found there; a point without a result says why. */
export function pointTable(run: RunDetail, limit: number): Markup {
  // The threshold has its own two columns, one a unit.
  const columns = run.spec.axes.map((axis) => axis.field).filter((field) => field !== 'device.threshold')
  const intervals = run.points.some(({ result }) => result?.montecarlo?.interval !== undefined)
  const floors = run.points.some(({ floor }) => floor !== undefined)
  const last = 8 + Number(intervals) + Number(floors)
  const rows = run.points.map((point) => {
    const at = columns.map((name) => html`<td>${valueText(point.at[name])}</td>`)
    const { result } = point
    if (result === undefined)
      return html`<tr>
        <td class="mono id">${point.id}</td>
        ${at}
        <td colspan="${last}" class="muted">${point.state}${point.error && `: ${point.error.message}`}</td>
      </tr>`
    return html`<tr>
      <td class="mono id">${point.id}</td>
      ${at}
      <td class="num">${threshold(result.t)}</td>
      <td class="num">${levels(run, point)}</td>
      <td class="num">${percentCell(result.clean)}</td>
      <td class="num">${percentCell(result.montecarlo?.mean)}</td>
      <td class="num">${percentCell(result.montecarlo?.min)}</td>
      ${intervals && html`<td class="num">${intervalText(result.montecarlo)}</td>`}
      ${floors && html`<td class="num">${floorText(point.floor)}</td>`}
      <td class="num strong">${percentCell(point.worst)}</td>
      <td>${point.worst !== undefined && verdict(point.worst, limit)}</td>
      <td class="by">${foundByText(point)}</td>
    </tr>`
  })
  return html`<table class="points">
    <thead>
      <tr>
        <th>Point</th>
        ${columns.map((name) => html`<th>${columnHead(name)}</th>`)}
        <th class="num">t, window</th>
        <th class="num">th, level</th>
        <th class="num">Clean, %</th>
        <th class="num">MC mean, %</th>
        <th class="num">MC lowest, %</th>
        ${intervals && html`<th class="num">MC 95 % interval (draws)</th>`} ${floors && html`<th class="num">Certified floor, %</th>`}
        <th class="num">Worst found, %</th>
        <th>Verdict</th>
        <th>Found by</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

/** How likely chips miss their accuracy at each point where that was asked for; nothing where it was not. */
export function yieldTable(run: RunDetail): Markup | undefined {
  const rows = run.points.flatMap(({ id, result }) => (result?.yield === undefined ? [] : [{ id, found: result.yield, result }]))
  if (rows.length === 0) return undefined
  return html`<table class="points">
    <thead>
      <tr>
        <th>Point</th>
        <th class="num">Passes at, %</th>
        <th class="num">Worst-case distance</th>
        <th class="num">Fail, first order</th>
        <th>Fail, importance sampling (95 % interval)</th>
        <th>Monte Carlo</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(({ id, found: { accuracy, beta, firstOrder, importance, why }, result }) => {
        const seen = chipYield(result, accuracy)
        return html`<tr>
          <td class="mono id">${id}</td>
          <td class="num">${accuracy}</td>
          <td class="num">${beta !== undefined && fixed(beta, 2)}</td>
          <td class="num">${firstOrder && tinyText(firstOrder.log10)}</td>
          <td>
            ${importance === undefined ? why : importanceText(importance)}${importance?.warning && `; take care: ${importance.warning}`}
          </td>
          <td>${seen && chipYieldText(seen, accuracy)}</td>
        </tr>`
      })}
    </tbody>
  </table>`
}

function columnHead(name: string): string {
  const { label, unit } = fieldWords(name)
  return unit === '' ? label : `${label}, ${unit}`
}

function levels(run: RunDetail, point: Point): string {
  const design = designAt(run.spec, point.at)
  return design['weights.bits'] === 'float' ? '' : threshold(box(design).thLevel)
}

/** Interval of the mean, or of the 5 % quantile where that was chosen, and the chips it rests on. */
function intervalText(sample: MonteCarlo | undefined): string {
  const interval = sample?.interval
  if (sample === undefined || interval === undefined) return ''
  return `${interval.of === 'mean' ? '' : 'p05 '}${interval.low.toFixed(2)} to ${interval.high.toFixed(2)} (${sample.draws})`
}
