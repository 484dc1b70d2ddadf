import { engineering, fixed } from '../../../shared/units'
import { heatBar } from '../../charts/heat-bar'
import type { HeatScale } from '../../charts/heat-colours'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceTicks, tickText } from '../../charts/scale'
import { box, text } from '../../charts/shapes'
import type { MapKind } from './heat-scale'

/** A value of a map with its unit: siemens, or percent. */
export function heatValue(kind: MapKind, value: number): string {
  if (kind === 'conductance') return engineering(value, 'S')
  const percent = `${fixed(value * 100, 2)}\u00a0%`
  return kind === 'error' && value > 0 ? `+${percent}` : percent
}

const titles: Record<MapKind, string> = { conductance: 'G', irDrop: 'drop', error: 'error' }

/** The frame of a heat map, its axes counting cells from the top left corner, with the scale of its colours at the right. Pure. */
export function heatPlot(kind: MapKind, { rows, columns }: { rows: number; columns: number }, scale: HeatScale, holes: boolean): Plot {
  return {
    margins: { ...plotMargins, right: 92, bottom: 38, top: 26 },
    x: {
      kind: 'linear',
      min: 0,
      max: columns,
      ticks: ticksOf(columns).map((at) => ({ at, text: tickText(at) })),
      title: 'column',
      grid: false,
    },
    // Rows count downwards, from the driver's side of the picture.
    y: {
      kind: 'linear',
      min: 0,
      max: rows,
      ticks: ticksOf(rows).map((at) => ({ at: rows - at, text: tickText(at) })),
      title: 'row',
      grid: false,
    },
    draw(frame, tokens) {
      const x = frame.right + 14
      const height = Math.max(40, Math.min(220, frame.bottom - frame.top - 20))
      const top = frame.top + 12
      const labelled = kind === 'error' ? [scale.high, 0, scale.low] : [scale.high, (scale.high + scale.low) / 2, scale.low]
      const words = labelled.map((value) => heatValue(kind, value))
      const hole = holes
        ? [box(x, top + height + 12, 10, 10, { fill: tokens.lineStrong }), text(tokens, x + 16, top + height + 17, 'open', tokens.ink2)]
        : []
      return [...heatBar(tokens, scale, { x, top, height, title: titles[kind], words }), ...hole]
    },
  }
}

const ticksOf = (cells: number): number[] => niceTicks(0, cells, 6).filter(Number.isInteger)
