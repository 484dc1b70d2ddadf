import { isHollow, markerPath } from '../../../shared/markers'
import { verdictOf, type Verdict } from '../../../shared/verdict'
import { percent } from '../../../shared/units'
import { curveInk, inks } from './ink'
import { html, type Content, type Markup } from './markup'

/** An accuracy in a table; empty where nothing was measured. */
export const percentCell = (value: number | undefined): Content => (value === undefined ? '' : percent(value, 2))

/** A piece of a curve, as in the figure; of one that is not drawn there, its place. */
export function swatch(index: number | undefined): Markup {
  if (index === undefined) return html`<svg class="swatch" width="20" height="10" aria-hidden="true"></svg>`
  const colour = curveInk(index)
  const hollow = isHollow(index)
  return html`<svg class="swatch" width="20" height="10" aria-hidden="true">
    <path d="M0 5h20" stroke="${colour}" stroke-width="2" />
    <path d="${markerPath(index, 10, 5, 3.2)}" fill="${hollow ? inks.paper : colour}" stroke="${hollow ? colour : inks.paper}" />
  </svg>`
}

const glyphs: Record<Verdict, Markup> = {
  pass: html`<svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="4" fill="currentColor" /></svg>`,
  near: html`<svg width="10" height="10" aria-hidden="true">
    <circle cx="5" cy="5" r="3.5" fill="none" stroke="currentColor" />
    <path d="M5 1.5a3.5 3.5 0 0 0 0 7z" fill="currentColor" />
  </svg>`,
  fail: html`<svg width="10" height="10" aria-hidden="true"><path d="M2 2l6 6M8 2l-6 6" stroke="currentColor" stroke-width="1.6" /></svg>`,
}

/** Glyph, word, then colour. */
export function verdict(accuracy: number, limit: number): Markup {
  const kind = verdictOf(accuracy, limit)
  return html`<span class="v ${kind}">${glyphs[kind]}${kind}</span>`
}
