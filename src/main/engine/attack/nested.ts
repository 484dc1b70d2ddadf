import { signStep, startOf, stepsText, type CurveFinding, type SearchContext } from './define'
import { turn } from './mi-pgd'

/** Share of the last direction that a run through nested boxes keeps. */
const momentum = 0.5

/**
 * One run outward through nested boxes: sign steps along a momentum at a constant rate, so that each box is left where
 * it ends; a step is cut at every radius. Source: METHODS 3, "One-pass curve". `set` is the largest box, `radii`
 * ascending, the result one finding a radius in units of its own box. No randomness.
 */
export async function nestedPass(
  context: Pick<SearchContext<unknown>, 'set' | 'objective' | 'report' | 'start'> & { radii: readonly number[] },
  steps: number,
): Promise<CurveFinding[]> {
  const { set, objective, radii, report } = context
  const z = startOf(context)
  const m = new Float64Array(set.size)
  const largest = radii.at(-1) ?? 0
  const stops = [...new Set([...radii, ...Array.from({ length: steps }, (_, i) => (largest * (i + 1)) / steps)])].sort((a, b) => a - b)
  const findings: CurveFinding[] = []
  let at = 0
  let step = 0
  for (const stop of stops) {
    // A cut closer than a millionth of the box to the next one is the same stop, rounded differently.
    if (stop - at > 1e-6 * largest) {
      const { gradient, loss } = await objective.gradient(z)
      turn(m, gradient, momentum, [{ start: 0, end: set.size }])
      signStep(z, m, (stop - at) / largest)
      report({ step: ++step, loss })
      at = stop
    }
    if (radii.includes(stop)) {
      const scaled = z.map((value) => Math.max(-1, Math.min(1, (value * largest) / stop)))
      findings.push({ radius: stop, z: scaled, steps: step, how: `one pass, ${stepsText(step)}` })
    }
  }
  return findings
}
