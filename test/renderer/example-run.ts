import { box } from '../../src/shared/device-math'
import { NadirError } from '../../src/shared/errors'
import type { Point, RunDetail } from '../../src/shared/results'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable, expandSpec, type Spec } from '../../src/shared/spec'

export const fieldTable = createFieldTable()
export const fieldInfos = [...fieldTable.values()].map((entry) => entry.info)
export const spec = (input: unknown): Spec => parseSpec(fieldTable, input)

/** Accuracy that falls from 98 % to nothing around t = 0.02: a stand-in with a known shape, no measurement. */
export const falling = (t: number): number => 98 / (1 + (t / 0.02) ** 4)

/** A run as the core would hand it over, its first `done` buildable points finished. */
export function exampleRun(
  input: unknown,
  { done = Infinity, draws = 20, worst = falling }: { done?: number; draws?: number; worst?: (t: number) => number } = {},
): RunDetail {
  const parsed = spec(input)
  let finished = 0
  const points = expandSpec(parsed).map(({ design, at }, index): Point => {
    const id = `p${index}`
    try {
      const { t, kappa } = box(design)
      if (finished++ >= done) return { id, index, at, state: 'queued' }
      const own = worst(t * kappa)
      return {
        id,
        index,
        at,
        state: 'done',
        worst: own,
        result: {
          t,
          kappa,
          clean: 98,
          worstOwn: own,
          method: 'f-lwc',
          foundBy: 'f-lwc, 10 steps',
          montecarlo: { kind: 'uniform', draws, mean: 97.5, sd: 0.2, min: 96, max: 98, quantiles: { p05: 96.5, p50: 97.5, p95: 97.9 } },
          images: 10_000,
          attackImages: 10_000,
          passes: 10,
          trace: [
            { step: 0, loss: 3 },
            { step: 1, loss: 2 },
          ],
          seconds: 2,
        },
      }
    } catch (error) {
      return { id, index, at, state: 'infeasible', error: NadirError.from(error).toDocument() }
    }
  })
  const count = points.filter((point) => point.state === 'done').length
  return {
    id: 'r-00001',
    name: 'example',
    state: count === points.length ? 'done' : 'running',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    spec: parsed,
    axes: parsed.axes.map((axis) => axis.field),
    seconds: 2 * count,
    pointsDone: count,
    pointsTotal: points.length,
    pointsFailed: points.filter((point) => point.state === 'infeasible').length,
    tags: [],
    starred: false,
    archived: false,
    notes: '',
    spark: [],
    points,
    log: [],
  }
}

export const sweep = { device: { threshold: { from: 0.005, to: 0.04, steps: 8 } } }
