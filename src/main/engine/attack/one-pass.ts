import { z as schema } from 'zod'
import { defineAttack } from './define'
import fLwc from './f-lwc'
import { nestedPass } from './nested'
import { batch, steps } from './params'

/**
 * One-pass curve: one run outward to the largest box passes a feasible point of every smaller one; a step is cut at
 * every threshold of the sweep and the point there is scored.
 * Source: METHODS 3. A point reached in fewer than 10 steps also gets its own F-LWC run. No randomness.
 */
export default defineAttack({
  label: 'One-pass curve',
  source: 'METHODS 3 (ours)',
  summary: 'One run with momentum through all thresholds of a sweep; points reached in few steps get an F-LWC run of their own.',
  params: schema.object({ steps, batch }),
  passes: ({ steps }) => steps,
  run: ({ params, ...context }) => fLwc.run({ ...context, params: { ...params, reading: 'per-epoch' } }),
  curve: {
    steps: ({ steps }) => steps,
    run: (context) => nestedPass(context, context.params.steps),
    suffices: ({ steps: taken }) => taken >= 10,
  },
})
