import { NadirError } from '../../../src/shared/errors'
import type { Point, RunDetail, RunState, RunSummary } from '../../../src/shared/results'
import { parseSpec } from '../../../src/shared/parse-spec'
import { createFieldTable, expandSpec, type Spec } from '../../../src/shared/spec'
import { createFakeCore } from '../transport/fake-core'

const fieldTable = createFieldTable()

/** What a call's input holds under a name. */
export function part(input: unknown, name: string): unknown {
  return typeof input === 'object' && input !== null ? Object.entries(input).find(([key]) => key === name)?.[1] : undefined
}

function detail(id: string, spec: Spec): RunDetail {
  const points = expandSpec(spec).map(({ at }, index): Point => ({ id: `p-${index + 1}`, index, at, state: 'queued' }))
  return {
    id,
    name: 'a run',
    state: 'running',
    createdAt: '2026-01-01T00:00:00.000Z',
    updatedAt: '2026-01-01T00:00:00.000Z',
    spec,
    axes: spec.axes.map(({ field }) => field),
    backend: 'wasm',
    seconds: 0,
    pointsDone: 0,
    pointsTotal: points.length,
    pointsFailed: 0,
    tags: [],
    starred: false,
    archived: false,
    notes: '',
    spark: [],
    points,
    log: [],
  }
}

function finish(point: Point, worst: number): Point {
  return {
    ...point,
    state: 'done',
    worst,
    result: {
      t: 0.03,
      kappa: 1,
      clean: 98.64,
      worstOwn: worst,
      method: 'f-lwc',
      foundBy: 'f-lwc, 10 steps',
      montecarlo: {
        kind: 'uniform',
        draws: 3,
        mean: 98.5,
        sd: 0.1,
        min: 98.41,
        max: 98.6,
        quantiles: { p05: 98.42, p50: 98.5, p95: 98.59 },
      },
      images: 500,
      attackImages: 250,
      passes: 10,
      trace: [],
      seconds: 1.5,
    },
  }
}

/**
 * A core with one run, r-00001, which computes nothing: a test finishes its points and ends it by hand. Specs are parsed
 * for real.
 */
export function createFakeRuns() {
  let run: RunDetail | undefined
  let held = true
  const current = (input: unknown): RunDetail => {
    if (run !== undefined && part(input, 'id') === run.id) return run
    throw new NadirError('unknown-run', `There is no run ${String(part(input, 'id'))}.`, { hint: '`nadir runs` lists them.' })
  }
  const summary = (of: RunDetail): RunSummary => ({ ...of })
  const start = (spec: Spec): RunDetail => (run = detail('r-00001', spec))
  const fake = createFakeCore({
    'designs.fields': () => [...fieldTable.values()].map(({ info }) => info),
    'designs.default': () => parseSpec(fieldTable, { 'device.threshold': { from: 0.005, to: 0.04, steps: 8 } }),
    'designs.parse': (input) => {
      const axes = part(input, 'axes')
      const extra = Array.isArray(axes)
        ? axes.map((axis: unknown) => ({ field: String(part(axis, 'field')), value: part(axis, 'value') }))
        : []
      return parseSpec(fieldTable, part(input, 'spec'), extra)
    },
    'runs.start': (input) => {
      const spec = part(input, 'spec')
      return start({ fields: part(spec, 'fields'), axes: part(spec, 'axes') } as Spec)
    },
    'runs.list': () => (run === undefined ? [] : [summary(run)]),
    'runs.get': current,
    'runs.resume': (input) => {
      if (!held) return (run = { ...current(input), state: 'running' })
      throw new NadirError('run-busy', 'r-00001 is being computed.', { hint: 'Wait for it.' })
    },
    'runs.cancel': (input) => {
      current(input)
      end('cancelled')
      return current(input)
    },
  })

  function changed(points: Point[]): void {
    if (run !== undefined) fake.emit({ event: 'run.changed', data: { summary: summary(run), points } })
  }
  function finishPoint(index: number, worst: number): void {
    if (run === undefined) return
    const points = run.points.map((point) => (point.index === index ? finish(point, worst) : point))
    run = { ...run, points, pointsDone: points.filter((point) => point.state === 'done').length }
    changed(points.filter((point) => point.index === index))
  }
  function failPoint(index: number, error: NadirError): void {
    if (run === undefined) return
    const points = run.points.map((point): Point =>
      point.index === index ? { ...point, state: 'failed', error: error.toDocument() } : point,
    )
    run = { ...run, points, pointsFailed: run.pointsFailed + 1 }
    changed(points.filter((point) => point.index === index))
  }
  function end(state: RunState, error?: NadirError): void {
    if (run === undefined) return
    run = { ...run, state, seconds: 3, ...(error === undefined ? {} : { error: error.toDocument() }) }
    changed([])
  }
  return {
    ...fake,
    start,
    finishPoint,
    failPoint,
    end,
    /** Deletes the run, as another door may. */
    remove() {
      run = undefined
      fake.emit({ event: 'run.removed', data: { ids: ['r-00001'] } })
    },
    /** From now on the run can be resumed. */
    free: () => void (held = false),
    started: () => run !== undefined,
    spec: () => run?.spec,
    parse: (spec: unknown) => parseSpec(fieldTable, spec),
  }
}
