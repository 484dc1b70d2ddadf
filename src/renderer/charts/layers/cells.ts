import type { CellState, CurveChart } from '../curve-chart'
import { cellHeights, type Frame } from '../frame'
import { box, line, text, type Shape, type ShapeStyle } from '../shapes'
import { curveColour, type ChartTokens } from '../tokens'

/** One cell a planned point, under the plot at its place: done, running, queued or missing, from the first frame on. */
export function cells(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  const heights = cellHeights(chart.cells.length)
  const top = frame.bottom + 9
  const shapes: Shape[] = []
  const seen = new Set<CellState>()
  chart.cells.forEach((row, i) => {
    const colour = curveColour(tokens, row.index)
    const places = row.cells.map((cell) => frame.x(cell.x)).sort((a, b) => a - b)
    const nearest = places.reduce((least, x, j) => (j === 0 ? least : Math.min(least, x - (places[j - 1] ?? x))), 11)
    const width = Math.max(1, Math.min(9, nearest - 2))
    const y = top + i * heights.row
    const height = Math.max(1, heights.row - 2)
    for (const cell of row.cells) {
      seen.add(cell.state)
      const x = frame.x(cell.x) - width / 2
      if (cell.state === 'infeasible' || cell.state === 'failed') {
        shapes.push(
          line(
            [
              [x, y],
              [x + width, y + height],
            ],
            tokens.fail,
          ),
          line(
            [
              [x, y + height],
              [x + width, y],
            ],
            tokens.fail,
          ),
        )
      } else shapes.push(box(x, y, width, height, cellStyle(cell.state, colour, tokens)))
    }
  })
  if (chart.cells.length > 0) {
    const words = (['done', 'running', 'queued', 'missing', 'failed', 'infeasible'] as const).filter((state) => seen.has(state))
    shapes.push(text(tokens, frame.right + 31, top + heights.all / 2 - 1, `points: ${words.join(', ')}`, tokens.inkMuted))
  }
  return shapes
}

function cellStyle(state: CellState, colour: string, tokens: ChartTokens): ShapeStyle {
  if (state === 'done') return { fill: colour }
  return state === 'running' ? { fill: colour, opacity: 0.4 } : { fill: 'none', stroke: tokens.lineStrong, lineWidth: 1 }
}
