import { engineering, fixed } from '../../../shared/units'
import { plotMargins, type Plot } from '../../charts/plot-option'
import { niceTicks, tickText } from '../../charts/scale'
import { box, text } from '../../charts/shapes'
import { heatColour, type HeatScale, type MapKind } from './heat-colours'

/** A value of a map with its unit: siemens, or percent. */
export function heatValue(kind: MapKind, value: number): string {
  if (kind === 'conductance') return engineering(value, 'S')
  const percent = `${fixed(value * 100, 2)}\u00a0%`
  return kind === 'error' && value > 0 ? `+${percent}` : percent
}

const titles: Record<MapKind, string> = { conductance: 'G', irDrop: 'drop', error: 'error' }
/** Steps that the scale beside the map is drawn in. */
const steps = 48

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
      const step = height / steps
      const top = frame.top + 12
      const shapes = Array.from({ length: steps }, (_, i) => {
        const value = scale.high - ((i + 0.5) / steps) * (scale.high - scale.low)
        return box(x, top + i * step, 10, step + 0.6, { fill: `rgb(${heatColour(scale, value).join(',')})` })
      })
      const labelled = kind === 'error' ? [scale.high, 0, scale.low] : [scale.high, (scale.high + scale.low) / 2, scale.low]
      const labels = labelled.map((value, i) => text(tokens, x + 16, top + (height * i) / 2, heatValue(kind, value), tokens.ink2))
      const hole = holes
        ? [box(x, top + height + 12, 10, 10, { fill: tokens.lineStrong }), text(tokens, x + 16, top + height + 17, 'open', tokens.ink2)]
        : []
      return [text(tokens, x, frame.top - 1, titles[kind], tokens.inkMuted), ...shapes, ...labels, ...hole]
    },
  }
}

const ticksOf = (cells: number): number[] => niceTicks(0, cells, 6).filter(Number.isInteger)
