import { lowestAt, type Place } from '../../../shared/compare-place'
import { foundByText } from '../../../shared/compare-results'
import type { Value } from '../../../shared/fields'
import type { Loosest } from '../../../shared/loosest'
import { signed, threshold } from '../../../shared/units'
import type { ReportCurve } from './curves'
import { percentCell, swatch, verdict } from './marks'
import { html, type Content, type Markup } from './markup'

/** What the first column names: the runs by their model, by their id, or curves of a run. */
function heading(curves: readonly ReportCurve[]): string {
  if (curves.some((curve) => Object.keys(curve.at).length > 0)) return 'Curve'
  return curves.every((curve) => curve.name === curve.run.id) ? 'Run' : 'Network'
}

/** Each curve at one place: clean, sampled, worst found, how it stands to the limit, and what found it. */
export function resultTable(curves: readonly ReportCurve[], limit: number, place: Place | undefined): Markup {
  const first = heading(curves)
  // A second column tells which run a row is of, unless its name does.
  const several =
    new Set(curves.map((curve) => curve.run)).size > 1 && (first === 'Run' || curves.some(({ name, run }) => !name.startsWith(run.id)))
  const rows = curves.map((curve) => {
    const point = lowestAt(curve.planned, place)
    const name = html`<td class="${first === 'Run' ? 'id' : 'name'}">${swatch(curve.index)}${curve.name}</td>
      ${several && html`<td class="${first === 'Run' ? '' : 'mono id'}">${first === 'Run' ? curve.run.name : curve.run.id}</td>`}`
    if (point === undefined)
      return html`<tr>
        ${name}
        <td colspan="${place === undefined ? 8 : 7}" class="muted">${missing(curve)}</td>
      </tr>`
    const mc = point.result?.montecarlo
    return html`<tr>
      ${name} ${place === undefined && html`<td class="num">${point.result && threshold(point.result.t)}</td>`}
      <td class="num">${percentCell(point.result?.clean)}</td>
      <td class="num">${percentCell(mc?.mean)}</td>
      <td class="num">${percentCell(mc?.min)}</td>
      <td class="num strong">${percentCell(point.worst)}</td>
      <td class="num">${signed(point.worst - limit, 2)}</td>
      <td>${verdict(point.worst, limit)}</td>
      <td class="by">${foundByText(point)}</td>
    </tr>`
  })
  return html`<table>
    <thead>
      <tr>
        <th>${first}</th>
        ${several && html`<th>${first === 'Run' ? 'Name' : 'Run'}</th>`} ${place === undefined && html`<th class="num">t, window</th>`}
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

/** Why a curve has nothing to show: what its points say, where they all say the same. */
function missing({ planned }: ReportCurve): string {
  const reasons = new Set(planned.map(({ state, error }) => (error === undefined ? state : `${state}: ${error.message}`)))
  return reasons.size === 1 ? [...reasons].join('') : 'no result'
}

/** The loosest threshold that passes, of each curve, in both units, and how much looser than the first. */
export function loosestTable(curves: readonly ReportCurve[]): Markup | undefined {
  const swept = curves.flatMap((curve) => (curve.loosest === undefined ? [] : [{ curve, loosest: curve.loosest }]))
  if (swept.length === 0) return undefined
  const base = swept[0]?.loosest
  const rows = swept.map(({ curve, loosest }, index) => {
    const { t, tested, atLeast } = loosest
    const name = html`<td class="name">${swatch(curve.index)}${curve.name}</td>`
    if (t === undefined)
      return html`<tr>
        ${name}
        <td colspan="4" class="num">none of those searched</td>
      </tr>`
    const bound = atLeast ? '\u2265 ' : ''
    return html`<tr>
      ${name}
      <td class="num strong">${threshold(tested ?? t)}</td>
      <td class="num">${bound}${threshold(t)}</td>
      <td class="num">${inLevels({ ...curve.run.spec.fields, ...curve.at }, t, bound)}</td>
      <td class="num">${index === 0 ? 'base' : gain(loosest, base)}</td>
    </tr>`
  })
  return html`<table>
    <thead>
      <tr>
        <th>${heading(curves)}</th>
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

/** How much looser than the first curve; a bound only against an exact number. */
function gain({ t, atLeast }: Loosest, base: Loosest | undefined): Content {
  if (t === undefined || base?.t === undefined || base.atLeast) return ''
  return `${atLeast ? '\u2265 ' : ''}\u00d7${(t / base.t).toFixed(1)}`
}

/** Level units follow from the bits a device; float weights have no levels. */
function inLevels(fields: Record<string, Value>, t: number, bound: string): string {
  const bits = fields['device.bitsPerDevice']
  return typeof bits !== 'number' || fields['weights.bits'] === 'float' ? '' : bound + threshold(t * (2 ** bits - 1))
}
