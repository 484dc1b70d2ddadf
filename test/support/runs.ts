import { box } from '../../src/shared/device-math'
import { NadirError } from '../../src/shared/errors'
import { familyKey, shareFindings } from '../../src/shared/family'
import type { Design, Value } from '../../src/shared/fields'
import type { Point, RunDetail, RunSummary } from '../../src/shared/results'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable, expandSpec, pointCount, type Spec } from '../../src/shared/spec'

const table = createFieldTable()

export interface SpecParts {
  set?: Record<string, Value>
  axes?: Record<string, unknown>
}

export function specOf({ set = {}, axes = {} }: SpecParts = {}): Spec {
  return parseSpec(table, { ...set, ...axes })
}

/** A finished run as lists show it; what is not given takes quiet defaults. */
export function summaryOf({ spec: parts, ...given }: Partial<Omit<RunSummary, 'spec'>> & { id: string; spec?: SpecParts }): RunSummary {
  const spec = specOf(parts)
  const total = pointCount(spec)
  return {
    name: given.id,
    state: 'done',
    createdAt: '2026-11-23T08:00:00.000Z',
    updatedAt: '2026-11-23T08:01:00.000Z',
    spec,
    axes: spec.axes.map((axis) => axis.field),
    backend: 'wasm',
    seconds: 12.5,
    pointsDone: total,
    pointsTotal: total,
    pointsFailed: 0,
    tags: [],
    starred: false,
    archived: false,
    notes: '',
    spark: [],
    ...given,
  }
}

/** Accuracy that falls with the box: a smooth curve with its knee at `t0`, percent. */
export const falling = (clean: number, t0: number, t: number): number => clean / (1 + (t / t0) ** 4)

/**
 * A run with its points. `worst` says what the search found for a design, in percent; `done` is how many points have come
 * (all by default). Points whose design cannot be built are infeasible, as the planner marks them.
 */
export function detailOf(options: {
  id: string
  name?: string
  spec?: SpecParts
  clean?: number
  worst?: (design: Design, t: number) => number
  done?: number
  draws?: number
  state?: RunDetail['state']
}): RunDetail {
  const { id, name = id, clean = 98.6, worst = (_, t) => falling(clean, 0.0125, t), draws = 20 } = options
  const spec = specOf(options.spec)
  const designs = expandSpec(spec)
  const raw = designs.map(({ design, at }, index): Point => {
    const point = { id: `p-${String(index + 1).padStart(4, '0')}`, index, at }
    if (index >= (options.done ?? designs.length)) return { ...point, state: 'queued' }
    try {
      const { t, kappa } = box(design)
      const montecarlo = {
        kind: 'uniform',
        draws,
        mean: clean - 20 * t,
        sd: 0.1,
        min: clean - 40 * t,
        max: clean - t,
        quantiles: { p05: clean - 30 * t, p50: clean - 20 * t, p95: clean - 5 * t },
      }
      return {
        ...point,
        state: 'done',
        result: {
          t,
          kappa,
          clean,
          worstOwn: worst(design, kappa * t),
          method: 'f-lwc',
          foundBy: 'f-lwc, 10 steps',
          ...(draws > 0 ? { montecarlo } : {}),
          images: 10_000,
          attackImages: 10_000,
          passes: 10,
          trace: [],
          seconds: 1.5,
        },
      }
    } catch (error) {
      return { ...point, state: 'infeasible', error: NadirError.from(error).toDocument() }
    }
  })
  const points = shareFindings(raw, (point) => familyKey({ ...designs[point.index]?.design } as Design))
  const done = points.filter((point) => point.state === 'done')
  const found = done.flatMap((point) => point.worst ?? [])
  const means = done.flatMap((point) => point.result?.montecarlo?.mean ?? [])
  const models = [...new Set(designs.map(({ design }) => design.model))]
  return {
    ...summaryOf({
      id,
      name,
      state: options.state ?? (done.length < designs.length && options.done !== undefined ? 'running' : 'done'),
      ...(options.spec ? { spec: options.spec } : {}),
    }),
    pointsDone: done.length,
    pointsTotal: designs.length,
    pointsFailed: points.filter((point) => point.state === 'infeasible' || point.state === 'failed').length,
    ...(done.length > 0 ? { clean } : {}),
    ...(found.length > 0 ? { worstLow: Math.min(...found), worstHigh: Math.max(...found) } : {}),
    ...(means.length > 0 ? { montecarloMean: Math.min(...means) } : {}),
    points,
    provenance: {
      nadir: '0.1.0',
      backend: 'wasm',
      backendVersion: '4.22.0',
      platform: 'linux x64',
      workers: 2,
      models: Object.fromEntries(models.map((model, i) => [model, { sha256: `${i}c0e94d2`.repeat(8), label: `LeNet ${model}` }])),
      data: { mnist: { sha256: '8d422c7b'.repeat(8) } },
    },
    log: [],
  }
}
