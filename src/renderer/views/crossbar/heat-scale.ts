import type { BlockMap } from '../../../shared/tile-inspection'
import type { HeatScale } from '../../charts/heat-colours'
import type { ChartTokens } from '../../charts/tokens'

export type MapKind = 'conductance' | 'irDrop' | 'error'

/** Which range and colours a map has: conductance over the window, a drop from none on, an error even on both sides of none. Pure. */
export function heatScale(kind: MapKind, map: BlockMap, window: { gMin: number; gMax: number }, tokens: ChartTokens): HeatScale {
  const values = map.filter((value) => value !== null)
  const [least, most] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity])
  if (values.length === 0) return { low: 0, high: 1, stops: tokens.sequence }
  switch (kind) {
    case 'conductance':
      return { low: Math.min(window.gMin, least), high: Math.max(window.gMax, most), stops: tokens.sequence }
    case 'irDrop':
      return { low: Math.min(0, least), high: Math.max(most, least + 1e-12), stops: tokens.sequence }
    case 'error': {
      const reach = Math.max(Math.abs(least), Math.abs(most), 1e-12)
      const [none = ''] = tokens.sequence
      return { low: -reach, high: reach, stops: [tokens.curves[1] ?? none, none, tokens.curves[0] ?? none] }
    }
  }
}
