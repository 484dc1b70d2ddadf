import { compareRuns } from '../../shared/compare'
import { placeText } from '../../shared/compare-place'
import { isSearchField } from '../../shared/family'
import { overlay } from '../../shared/overlay'
import type { RunDetail } from '../../shared/results'
import { fixed, nbsp } from '../../shared/units'
import { defineFormat, type ReportInput } from './format'
import { designsOf, listed, reportCurves, subjects, type ReportCurve } from './sheet/curves'
import { figure } from './sheet/figure'
import { caveats } from './sheet/caveats'
import { headline, lede } from './sheet/finding'
import { html, Markup } from './sheet/markup'
import { curveInks } from './sheet/ink'
import { provenanceOf, sharedFields, specText } from './sheet/provenance'
import { sheetStyle } from './sheet/style'
import { loosestTable, resultTable } from './sheet/curve-tables'
import { differenceTable, pointTable, yieldTable } from './sheet/run-tables'

/** One page that says what was found, shows it, says what it does not say, and holds all that repeats it. No script, nothing remote. */
export default defineFormat({
  label: 'HTML',
  summary: 'One self-contained page for screen and A4: finding, figure, tables, provenance and the specs.',
  mime: 'text/html',
  extension: 'html',
  create: (input) => `<!doctype html>\n${sheet(input).text}\n`,
})

function sheet({ runs, models, accuracySpec, version }: ReportInput): Markup {
  const drawn = overlay(runs)
  const curves = reportCurves(runs, drawn, accuracySpec)
  const comparison = compareRuns(runs, { accuracySpec })
  // Along a field of the search the design stays the same, so its lowest finding counts, not that at one place.
  const place = drawn.x.field !== undefined && isSearchField(drawn.x.field) ? undefined : comparison.place
  const designs = designsOf(runs, curves, accuracySpec)
  const ids = runs.map((run) => run.id)
  const picture = figure(runs, curves, drawn.x, accuracySpec)
  const differing = runs.length > 1 ? differenceTable(comparison, subjects(runs), curves.length === runs.length) : undefined
  const loosest = loosestTable(curves)
  const title = headline(designs, accuracySpec, place)
  return html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <meta name="generator" content="Nadir ${version}" />
      <title>${title} - Nadir report ${ids.join(', ')}</title>
      <style>
        ${new Markup(sheetStyle)}
      </style>
    </head>
    <body>
      <header>
        <span>Nadir report, ${runs.length === 1 ? 'run' : 'runs'} ${ids.join(', ')}</span
        ><span>Worst-case accuracy under write-verify error</span><span>${latest(runs)}</span>
      </header>
      <main>
        <h1>${title}</h1>
        <p class="lede">${lede(designs, place)}</p>
        ${
          picture &&
          html`<figure>
            ${picture}
            <figcaption><b>Figure 1.</b> ${caption(curves, accuracySpec)}</figcaption>
          </figure>`
        }
        <h2>
          Table 1. Results${place === undefined ? ', the lowest of each curve' : ` at ${placeText(place)}`}, accuracy spec
          ${fixed(accuracySpec)}${nbsp}%
        </h2>
        ${resultTable(curves, accuracySpec, place)}
        <div class="${loosest === undefined ? '' : 'pair'}">
          ${
            loosest &&
            html`<section>
              <h2>Table 2. Loosest threshold that passes</h2>
              ${loosest}
            </section>`
          }
          <section>
            <h2>What this does not say</h2>
            <ul>
              ${caveats(runs, curves).map((line) => html`<li>${line}</li>`)}
            </ul>
          </section>
        </div>
        ${
          differing &&
          html`<h2>Fields that differ</h2>
            ${differing}`
        }
        <h2>${differing === undefined ? 'Design' : 'Fields in common'}</h2>
        ${sharedFields(comparison)}
        <h2 class="page">Points</h2>
        ${runs.map(
          (run) =>
            html`<h3>Run ${run.id}, ${run.name}</h3>
              ${pointTable(run, accuracySpec)}${yieldTable(run)}`,
        )}
        <h2>Provenance</h2>
        ${runs.map(
          (run) =>
            html`<h3>Run ${run.id}, ${run.name}</h3>
              ${provenanceOf(run, models)}${run.notes && html`<p>Notes: ${run.notes}</p>`}`,
        )}
        <h2>How to repeat</h2>
        <p>
          Where these runs are stored: ${ids.map((id, i) => html`${i > 0 && ', '}<span class="mono">nadir rerun ${id}</span>`)}. Elsewhere:
          save a spec below as a file and open it, or run <span class="mono">nadir explore FILE.json</span>, with the models and data of the
          hashes above. Same spec, seed and backend give the same numbers, bit for bit.
        </p>
        ${runs.map(
          (run) =>
            html`<h3>Spec of run ${run.id}</h3>
              <pre>${specText(run)}</pre>`,
        )}
      </main>
      <footer><span>Repeat: nadir rerun ${ids[0]}</span><span>Written by Nadir ${version}</span></footer>
    </body>
  </html>`
}

function caption(curves: readonly ReportCurve[], limit: number): string {
  const first = curves.find((curve) => curve.points.length > 0)
  const draws = first?.points.flatMap(({ point }) => point.result?.montecarlo?.draws ?? []) ?? []
  const of = curves.length > 1 ? ` of ${first?.name ?? ''}` : ''
  const sampled = draws.length > 0 ? `, mean and range of ${Math.max(...draws)} sampled chips` : ''
  const by = curves.find((curve) => curve.labelledBy !== undefined)?.labelledBy
  const labelled = by === undefined ? '' : ` Curves are labelled by ${listed(by)}.`
  const repeated = curves.length > curveInks.length ? ' Colours and markers repeat after eight curves.' : ''
  return `Marked curves: worst found, an upper bound of the true worst case. Grey: clean (dashed)${sampled}${of}. Line: accuracy spec, ${fixed(limit)}${nbsp}%. Dotted: where a curve crosses it.${labelled}${repeated}`
}

/** The day of the newest result. */
function latest(runs: readonly RunDetail[]): string {
  return (
    runs
      .map((run) => run.updatedAt.slice(0, 10))
      .sort()
      .at(-1) ?? ''
  )
}
