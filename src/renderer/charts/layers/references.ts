import type { CurveChart } from '../curve-chart'
import type { Frame } from '../frame'
import { line, type Shape } from '../shapes'
import type { ChartTokens } from '../tokens'

/** What random chips do: mean and band of the focused curve, grey, since they are references and no candidates. */
export function montecarloBand(chart: CurveChart, frame: Frame, tokens: ChartTokens): Shape[] {
  const samples = chart.montecarlo ?? []
  if (samples.length < 2 || chart.x.unordered) {
    // Single places enclose no area: a bar from the lowest chip to the highest.
    return samples.map(({ x, low, high }) =>
      line(
        [
          [frame.x(x), frame.y(low)],
          [frame.x(x), frame.y(high)],
        ],
        tokens.band,
        9,
      ),
    )
  }
  const upper = samples.map(({ x, high }): [number, number] => [frame.x(x), frame.y(high)])
  const lower = samples.map(({ x, low }): [number, number] => [frame.x(x), frame.y(low)])
  return [{ type: 'polygon', shape: { points: [...upper, ...lower.reverse()] }, style: { fill: tokens.band } }]
}
