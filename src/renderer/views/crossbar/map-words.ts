import type { RelativeError, TileInspection } from '../../../shared/tile-inspection'
import { count, engineering, fixed } from '../../../shared/units'
import type { MapKind } from './heat-scale'

/** The maps of a tile to choose from. */
export const mapOptions = [
  { value: 'conductance', label: 'Conductance', title: 'As programmed, without errors' },
  { value: 'irDrop', label: 'IR drop', title: '1 \u2212 Geff / G of the exact solution' },
  { value: 'error', label: 'Closed-form error', title: 'Gclosed / Geff \u2212 1' },
] as const satisfies readonly { value: MapKind; label: string; title: string }[]

/** What a map is of, and what it comes to over all cells. */
export function mapFacts(kind: MapKind, inspection: TileInspection): string {
  const { rows, columns, block, irDrop, entries } = inspection
  const cells = `${count(rows)} \u00d7 ${count(columns)} cells${block.rows * block.columns === 1 ? '' : `, means of ${block.rows} \u00d7 ${block.columns}`}`
  switch (kind) {
    case 'conductance':
      return `${cells}; window ${engineering(inspection.window.gMin, 'S')} to ${engineering(inspection.window.gMax, 'S')}`
    case 'irDrop':
      return `${cells}; ${sizes(irDrop)}`
    case 'error':
      return `${cells}; ${sizes(entries)}`
  }
}

function sizes({ mean, worst }: RelativeError): string {
  return `mean ${fixed(mean * 100)}\u00a0%, worst ${fixed(worst * 100)}\u00a0%`
}
