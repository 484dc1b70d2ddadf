import { defineStore } from 'pinia'
import { computed, ref, shallowRef, triggerRef } from 'vue'
import type { CallInput } from '../../shared/contract'
import type { Point, Progress, RunDetail, RunSummary } from '../../shared/results'
import type { Spec } from '../../shared/spec'
import { specToFile } from '../../shared/spec'
import { call } from '../api'
import { useToasts } from './toasts'

export type RunChange = Omit<CallInput<'runs.update'>, 'ids'>

/** Points by id, the ones that came replacing those held; plan order is kept. */
export function mergePoints(held: readonly Point[], came: readonly Point[]): Point[] {
  if (came.length === 0) return [...held]
  const byId = new Map(held.map((point) => [point.id, point]))
  for (const point of came) byId.set(point.id, point)
  return [...byId.values()].sort((a, b) => a.index - b.index)
}

const active: ReadonlySet<RunSummary['state']> = new Set(['queued', 'running', 'paused'])

/** All runs of the database and the points of those that were opened; live by events. */
export const useRuns = defineStore('runs', () => {
  const summaries = shallowRef(new Map<string, RunSummary>())
  const details = shallowRef(new Map<string, RunDetail>())
  /** Apart from the summaries, so that a tick of progress does not sort the list again. */
  const progress = shallowRef(new Map<string, Progress>())
  const loaded = ref(false)

  /** Newest first. */
  const list = computed(() => [...summaries.value.values()].sort((a, b) => (a.id < b.id ? 1 : -1)))
  const newest = computed(() => list.value[0])
  const underWay = computed(() => list.value.filter((run) => active.has(run.state)))
  const interrupted = computed(() => list.value.filter((run) => run.state === 'interrupted'))

  function keep(run: RunSummary): void {
    summaries.value.set(run.id, run)
    if (active.has(run.state)) {
      if (run.progress !== undefined) keepProgress(run.id, run.progress)
    } else if (progress.value.delete(run.id)) triggerRef(progress)
  }

  function keepProgress(id: string, came: Progress): void {
    progress.value.set(id, came)
    triggerRef(progress)
  }

  function applyChanged(summary: RunSummary, points: readonly Point[]): void {
    keep(summary)
    triggerRef(summaries)
    const held = details.value.get(summary.id)
    if (held === undefined) return
    details.value.set(summary.id, { ...held, ...summary, points: mergePoints(held.points, points) })
    triggerRef(details)
  }

  function applyProgress(id: string, came: Progress): void {
    const run = summaries.value.get(id)
    if (run !== undefined && active.has(run.state)) keepProgress(id, came)
  }

  function applyRemoved(ids: readonly string[]): void {
    for (const id of ids) {
      summaries.value.delete(id)
      details.value.delete(id)
      progress.value.delete(id)
    }
    triggerRef(summaries)
    triggerRef(details)
  }

  async function load(): Promise<void> {
    const runs = await call('runs.list', {})
    summaries.value = new Map()
    for (const run of runs) keep(run)
    triggerRef(summaries)
    loaded.value = true
    await Promise.all([...details.value.keys()].map((id) => open(id, true)))
  }

  /** Fetches a run with its points, once; from then on events keep it. */
  async function open(id: string, again = false): Promise<RunDetail> {
    const held = details.value.get(id)
    if (held !== undefined && !again) return held
    const detail = await call('runs.get', { id })
    details.value.set(id, detail)
    triggerRef(details)
    const { points: _points, log: _log, provenance: _provenance, ...summary } = detail
    keep(summary)
    triggerRef(summaries)
    return detail
  }

  async function start(spec: Spec, name?: string): Promise<RunSummary> {
    const run = await call('runs.start', { spec: specToFile(spec), ...(name === undefined ? {} : { name }) })
    applyChanged(run, [])
    return run
  }

  type Control = 'runs.pause' | 'runs.continue' | 'runs.cancel' | 'runs.resume' | 'runs.rerun'
  /** One of the calls that take a run and answer with it; failures are shown. */
  async function control(name: Control, id: string): Promise<RunSummary | undefined> {
    try {
      const run = await call(name, { id })
      applyChanged(run, [])
      return run
    } catch (error) {
      useToasts().fail(error)
      return undefined
    }
  }

  async function update(ids: string[], change: RunChange): Promise<void> {
    try {
      for (const run of await call('runs.update', { ids, ...change })) applyChanged(run, [])
    } catch (error) {
      useToasts().fail(error)
    }
  }

  async function restore(ids: string[]): Promise<void> {
    try {
      for (const run of await call('runs.restore', { ids })) applyChanged(run, [])
    } catch (error) {
      useToasts().fail(error)
    }
  }

  /** Deletes runs and offers to take it back. */
  async function remove(ids: string[]): Promise<void> {
    try {
      await call('runs.delete', { ids })
      applyRemoved(ids)
      const text = ids.length === 1 ? `Run ${ids[0] ?? ''} deleted` : `${ids.length} runs deleted`
      useToasts().show({ text, actions: [{ label: 'Undo', keys: 'Ctrl Z', undo: true, run: () => restore(ids) }] })
    } catch (error) {
      useToasts().fail(error)
    }
  }

  return {
    summaries,
    details,
    progress,
    loaded,
    list,
    newest,
    underWay,
    interrupted,
    applyChanged,
    applyProgress,
    applyRemoved,
    load,
    open,
    start,
    control,
    update,
    restore,
    remove,
  }
})
