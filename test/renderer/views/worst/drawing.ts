import { frameOf } from '../../../../src/renderer/charts/frame'
import type { Plot } from '../../../../src/renderer/charts/plot-option'
import type { Shape } from '../../../../src/renderer/charts/shapes'
import type { ChartTokens } from '../../../../src/renderer/charts/tokens'

/** Tokens whose names say what they are. */
export const tokens: ChartTokens = {
  ink: 'ink',
  ink2: 'ink2',
  inkMuted: 'muted',
  lineStrong: 'line',
  grid: 'grid',
  raised: 'raised',
  pass: 'pass',
  near: 'near',
  fail: 'fail',
  passZone: 'pass zone',
  nearZone: 'near zone',
  failZone: 'fail zone',
  reference: 'reference',
  band: 'band',
  curves: ['c1', 'c2', 'c3'],
  sequence: ['#000000', '#404040', '#808080', '#a0a0a0', '#c0c0c0', '#e0e0e0', '#ffffff'],
  sans: 'sans',
  mono: 'mono',
}

/** A plot in a picture whose plot is exactly 100 pixels high and `width` wide. */
export function draw(plot: Plot, width = 1000): { shapes: Shape[]; left: number; bottom: number } {
  const { left, right, top, bottom } = plot.margins
  const frame = frameOf(plot, plot.margins, left + width + right, top + 100 + bottom)
  return { shapes: plot.draw(frame, tokens), left: frame.left, bottom: frame.bottom }
}
export const words = (shapes: readonly Shape[]): string[] => shapes.flatMap((shape) => (shape.type === 'text' ? [shape.style.text] : []))
export const boxes = (shapes: readonly Shape[], fill: string) =>
  shapes.flatMap((shape) => (shape.type === 'rect' && shape.style.fill === fill ? [shape.shape] : []))
export const lines = (shapes: readonly Shape[], stroke: string): [number, number][][] =>
  shapes.flatMap((shape) => (shape.type === 'polyline' && shape.style.stroke === stroke ? [shape.shape.points] : []))
