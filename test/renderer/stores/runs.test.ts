// @vitest-environment happy-dom
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { dispatch } from '../../../src/renderer/stores/connect'
import { offerInterrupted } from '../../../src/renderer/stores/interruptions'
import { mergePoints, useRuns } from '../../../src/renderer/stores/runs'
import { useSettings } from '../../../src/renderer/stores/settings'
import { useToasts } from '../../../src/renderer/stores/toasts'
import { NadirError } from '../../../src/shared/errors'
import type { Progress, RunDetail, RunSummary } from '../../../src/shared/results'
import { exampleRun, sweep } from '../example-run'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../../src/renderer/api', () => ({
  call,
  onEvent: () => () => undefined,
  onConnection: () => () => undefined,
  saveFile: vi.fn(),
}))

const half: RunDetail = exampleRun(sweep, { done: 4 })
const whole: RunDetail = exampleRun(sweep)
function summaryOf({ points: _points, log: _log, ...summary }: RunDetail): RunSummary {
  return summary
}
const progress: Progress = { pointsDone: 4, pointsTotal: 8, share: 0.5, secondsSoFar: 8, secondsLeft: 8 }

beforeEach(() => {
  setActivePinia(createPinia())
  call.mockReset()
})

describe('the runs store', () => {
  it('merges points by id in plan order, the newer ones winning', () => {
    const merged = mergePoints(half.points, [...whole.points].reverse())
    expect(merged.map((point) => point.index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    expect(merged.every((point) => point.state === 'done')).toBe(true)
    expect(half.points[7]?.state).toBe('queued')
  })

  it('adds points to an opened run as they come, and to the list a run another door started', async () => {
    const runs = useRuns()
    call.mockResolvedValueOnce(half)
    await runs.open(half.id)
    dispatch({ event: 'run.changed', data: { summary: summaryOf(whole), points: whole.points.slice(4) } })
    expect(runs.details.get(half.id)?.points.filter((point) => point.state === 'done')).toHaveLength(8)
    expect(runs.details.get(half.id)?.state).toBe('done')
    dispatch({ event: 'run.changed', data: { summary: { ...summaryOf(half), id: 'r-00002' }, points: [] } })
    expect(runs.list.map((run) => run.id)).toEqual(['r-00002', 'r-00001'])
    expect(runs.details.has('r-00002')).toBe(false)
  })

  it('fetches an opened run once, however often it is opened', async () => {
    call.mockResolvedValue(half)
    await useRuns().open(half.id)
    await useRuns().open(half.id)
    expect(call).toHaveBeenCalledTimes(1)
  })

  it('keeps progress while a run is under way and drops it when it ends, a late tick too', () => {
    const runs = useRuns()
    dispatch({ event: 'run.changed', data: { summary: summaryOf(half), points: [] } })
    dispatch({ event: 'run.progress', data: { id: half.id, progress } })
    expect(runs.progress.get(half.id)?.share).toBe(0.5)
    dispatch({ event: 'run.changed', data: { summary: summaryOf(whole), points: [] } })
    dispatch({ event: 'run.progress', data: { id: half.id, progress } })
    expect(runs.progress.has(half.id)).toBe(false)
  })

  it('deletes with an undo that brings the runs back', async () => {
    const runs = useRuns()
    dispatch({ event: 'run.changed', data: { summary: summaryOf(whole), points: [] } })
    call.mockResolvedValueOnce({ deleted: 1 })
    await runs.remove([whole.id])
    expect(runs.list).toEqual([])
    call.mockResolvedValueOnce([summaryOf(whole)])
    expect(useToasts().undo()).toBe(true)
    await vi.waitFor(() => expect(runs.list.map((run) => run.id)).toEqual([whole.id]))
    expect(call).toHaveBeenLastCalledWith('runs.restore', { ids: [whole.id] })
  })

  it('shows why a run cannot be controlled, with what to do about it', async () => {
    call.mockRejectedValueOnce(new NadirError('run-busy', 'Another process runs it.', { hint: 'Pause it there.' }))
    expect(await useRuns().control('runs.pause', 'r-00001')).toBeUndefined()
    expect(useToasts().all[0]).toMatchObject({ tone: 'fail', text: 'Another process runs it.', hint: 'Pause it there.' })
  })

  it('offers to go on with an interrupted run, once', async () => {
    const runs = useRuns()
    const shown = vi.fn()
    dispatch({ event: 'run.changed', data: { summary: { ...summaryOf(half), state: 'interrupted' }, points: [] } })
    const stop = offerInterrupted(shown)
    const toast = useToasts().all[0]
    expect(toast?.text).toContain('4 of 8 points')
    dispatch({ event: 'run.changed', data: { summary: { ...summaryOf(half), state: 'interrupted' }, points: [] } })
    await Promise.resolve()
    expect(useToasts().all).toHaveLength(1)
    call.mockResolvedValueOnce({ ...summaryOf(half), state: 'queued' })
    const goOn = toast?.actions[0]
    if (toast !== undefined && goOn !== undefined) useToasts().act(toast, goOn)
    await vi.waitFor(() => expect(shown).toHaveBeenCalledWith(half.id))
    expect(call).toHaveBeenCalledWith('runs.resume', { id: half.id })
    expect(runs.interrupted).toEqual([])
    stop()
  })
})

describe('the settings store', () => {
  it('puts back what the core refuses', async () => {
    call.mockRejectedValueOnce(new NadirError('folder-unwritable', 'no'))
    await useSettings().set({ accuracySpec: 95 })
    expect(useSettings().accuracySpec).toBe(90)
  })

  it('shows a chosen theme on the page and leaves the system theme to the style sheet', async () => {
    const settings = useSettings()
    dispatch({ event: 'settings.changed', data: { accuracySpec: 85, theme: 'dark' } })
    await Promise.resolve()
    expect(document.documentElement.dataset['theme']).toBe('dark')
    expect(settings.dark).toBe(true)
    dispatch({ event: 'settings.changed', data: { accuracySpec: 85, theme: 'system' } })
    await Promise.resolve()
    expect(document.documentElement.hasAttribute('data-theme')).toBe(false)
  })
})

describe('toasts', () => {
  it('replace the one with the same key and undo the newest that can be', () => {
    const toasts = useToasts()
    const undone = vi.fn()
    toasts.show({ text: 'a', key: 'k' })
    toasts.show({ text: 'b', key: 'k' })
    expect(toasts.all.map((toast) => toast.text)).toEqual(['b'])
    expect(toasts.undo()).toBe(false)
    toasts.show({ text: 'c', actions: [{ label: 'Undo', undo: true, run: undone }] })
    expect(toasts.undo()).toBe(true)
    expect(undone).toHaveBeenCalledOnce()
    expect(toasts.all.map((toast) => toast.text)).toEqual(['b'])
  })
})
