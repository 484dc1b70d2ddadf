import type { Comparison } from '../../../shared/compare'
import { lowestAt, type Place } from '../../../shared/compare-place'
import { foundByText } from '../../../shared/compare-results'
import { box } from '../../../shared/device-math'
import type { Design, Value } from '../../../shared/fields'
import { loosestByCurve } from '../../../shared/loosest'
import type { Point, RunDetail } from '../../../shared/results'
import { valueText } from '../../../shared/spec-text'
import { percent, signed, threshold } from '../../../shared/units'
import { swatch, verdict } from './marks'
import { html, type Content, type Markup } from './markup'

const percentCell = (value: number | undefined): Content => (value === undefined ? '' : percent(value, 2))

/** Each run at one place: clean, sampled, worst found, how it stands to the limit, and what found it. */
export function resultTable(runs: readonly RunDetail[], names: readonly string[], limit: number, place: Place | undefined): Markup {
  const rows = runs.map((run, index) => {
    const point = lowestAt(run, place)
    const mc = point?.result?.montecarlo
    return html`<tr>
      <td class="${names[index] === run.id ? 'id' : ''}">${swatch(index)}${names[index]}</td>
      <td class="${names[index] === run.id ? '' : 'mono id'}">${names[index] === run.id ? run.name : run.id}</td>
      <td class="num">${percentCell(point?.result?.clean)}</td>
      <td class="num">${percentCell(mc?.mean)}</td>
      <td class="num">${percentCell(mc?.min)}</td>
      <td class="num strong">${percentCell(point?.worst)}</td>
      <td class="num">${point === undefined ? '' : signed(point.worst - limit, 2)}</td>
      <td>${point === undefined ? '' : verdict(point.worst, limit)}</td>
      <td class="by">${point && foundByText(point)}</td>
    </tr>`
  })
  return html`<table>
    <thead>
      <tr>
        ${
          names[0] === runs[0]?.id
            ? html`<th>Run</th>
                <th>Name</th>`
            : html`<th>Network</th>
                <th>Run</th>`
        }
        <th class="num">Clean, %</th>
        <th class="num">Monte Carlo, %</th>
        <th class="num">lowest, %</th>
        <th class="num">Worst found, %</th>
        <th class="num">to spec, pt</th>
        <th>Verdict</th>
        <th>Found by</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

/** The loosest threshold that passes, of each curve, in both units, and how much looser than the first. */
export function loosestTable(runs: readonly RunDetail[], names: readonly string[], limit: number): Markup | undefined {
  const curves = runs.flatMap((run, index) =>
    loosestByCurve(run, limit).map((curve) => ({ ...curve, run, name: [names[index], curve.label].filter(Boolean).join(', ') })),
  )
  if (curves.length === 0) return undefined
  const base = curves[0]?.t
  const rows = curves.map(({ run, name, at, t, tested, atLeast }, index) => {
    if (t === undefined)
      return html`<tr>
        <td>${name}</td>
        <td colspan="4" class="num">none of those searched</td>
      </tr>`
    const bound = atLeast ? '\u2265 ' : ''
    const gain = index === 0 ? 'base' : base === undefined ? '' : `${bound}\u00d7${(t / base).toFixed(1)}`
    return html`<tr>
      <td>${name}</td>
      <td class="num strong">${threshold(tested ?? t)}</td>
      <td class="num">${bound}${threshold(t)}</td>
      <td class="num">${inLevels({ ...run.spec.fields, ...at }, t, bound)}</td>
      <td class="num">${gain}</td>
    </tr>`
  })
  return html`<table>
    <thead>
      <tr>
        <th>${names[0] === runs[0]?.id ? 'Run' : 'Network'}</th>
        <th class="num">tested t</th>
        <th class="num">crossing t, window</th>
        <th class="num">th, level</th>
        <th class="num">Looser</th>
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`
}

/** Level units follow from the bits a device; float weights have no levels. */
function inLevels(fields: Record<string, Value>, t: number, bound: string): string {
  const bits = fields['device.bitsPerDevice']
  return typeof bits !== 'number' || fields['weights.bits'] === 'float' ? '' : bound + threshold(t * (2 ** bits - 1))
}

/** The fields in which the runs differ, a column a run. */
export function differenceTable({ fields, runs }: Comparison, names: readonly string[]): Markup | undefined {
  const rows = fields.filter((row) => row.differs)
  if (rows.length === 0) return undefined
  return html`<table>
    <thead>
      <tr>
        <th>Field</th>
        ${runs.map((_, index) => html`<th>${swatch(index)}${names[index]}</th>`)}
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
  const last = 8
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
      <td class="num strong">${percentCell(point.worst)}</td>
      <td>${point.worst !== undefined && verdict(point.worst, limit)}</td>
      <td class="by">${foundByText(point)}</td>
    </tr>`
  })
  return html`<table class="points">
    <thead>
      <tr>
        <th>Point</th>
        ${columns.map((name) => html`<th>${name}</th>`)}
        <th class="num">t, window</th>
        <th class="num">th, level</th>
        <th class="num">Clean, %</th>
        <th class="num">MC mean, %</th>
        <th class="num">MC lowest, %</th>
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

function levels(run: RunDetail, point: Point): string {
  const design = { ...run.spec.fields, ...point.at } as Design
  return design['weights.bits'] === 'float' ? '' : threshold(box(design).thLevel)
}
