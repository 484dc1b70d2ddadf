import { z as schema } from 'zod'
import { defineAttack, signStep } from './define'
import fLwc from './f-lwc'
import { batch, steps } from './params'

/**
 * One-pass curve: one run of F-LWC to the largest box passes a feasible point of every smaller one, since it moves
 * outward at a constant rate; a step is cut at every threshold of the sweep and the point there is scored.
 * Source: METHODS 3. A point reached in fewer than 10 steps also gets its own F-LWC run. No randomness.
 */
export default defineAttack({
  label: 'One-pass curve',
  source: 'METHODS 3 (ours)',
  summary: 'One F-LWC run through all thresholds of a sweep; points reached in few steps get a run of their own.',
  params: schema.object({ steps, batch }),
  passes: ({ steps }) => steps,
  run: ({ params, ...context }) => fLwc.run({ ...context, params: { ...params, reading: 'per-epoch' } }),
  async curve({ set, objective, params, radii, report }) {
    const z = set.zero()
    const largest = radii.at(-1) ?? 0
    const stops = [...new Set([...radii, ...Array.from({ length: params.steps }, (_, i) => (largest * (i + 1)) / params.steps)])].sort(
      (a, b) => a - b,
    )
    const findings = []
    let at = 0
    let step = 0
    for (const stop of stops) {
      // A cut closer than a millionth of the box to the next one is the same stop, rounded differently.
      if (stop - at > 1e-6 * largest) {
        const { gradient, loss } = await objective.gradient(z)
        signStep(z, gradient, (stop - at) / largest)
        report({ step: ++step, loss })
        at = stop
      }
      if (radii.includes(stop)) {
        const scaled = z.map((value) => Math.max(-1, Math.min(1, (value * largest) / stop)))
        findings.push({ radius: stop, z: scaled, steps: step, how: `one pass, ${step} steps` })
      }
    }
    return findings
  },
  curveSuffices: ({ steps: taken }) => taken >= 10,
})
