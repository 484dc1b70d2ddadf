// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useDesigns } from '../../../../src/renderer/stores/designs'
import { useRuns } from '../../../../src/renderer/stores/runs'
import { useToasts } from '../../../../src/renderer/stores/toasts'
import Library from '../../../../src/renderer/views/Library.vue'
import type { RunSummary } from '../../../../src/shared/results'
import { createFieldTable } from '../../../../src/shared/spec'
import { specOf, summaryOf } from '../../../support/runs'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/renderer/api', () => ({
  call,
  saveFile: vi.fn(),
  onEvent: () => () => undefined,
  onConnection: () => () => undefined,
}))

let runs: RunSummary[]
let router: Router
let wrapper: VueWrapper

const shown = (): string[] => wrapper.findAll('tbody tr[id]').map((row) => row.attributes('id')?.slice(4) ?? '')
const row = (id: string) => wrapper.get(`#row-${id}`)
const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
  wrapper.get('table').element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await flushPromises()
}

async function open(): Promise<void> {
  const page = { template: '<div />' }
  const routes = ['explore/:run?', 'library', 'compare', 'reports'].map((path) => ({
    path: `/${path}`,
    name: path.split('/')[0] ?? path,
    component: page,
  }))
  router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/library')
  wrapper = mount(Library, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

beforeEach(async () => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  localStorage.clear()
  document.body.innerHTML = '<div id="floats"></div>'
  setActivePinia(createPinia())
  runs = [
    summaryOf({ id: 'r-00001', name: 'old', worstLow: 95, archived: true }),
    summaryOf({ id: 'r-00002', name: 'good', worstLow: 95, tags: ['candidate'] }),
    summaryOf({ id: 'r-00003', name: 'bad', worstLow: 5, spec: { set: { 'device.bitsPerDevice': 4 } } }),
    summaryOf({ id: 'r-00004', name: 'ugly', worstLow: 50 }),
  ]
  call.mockReset()
  call.mockImplementation((name: string, input: { ids?: string[]; deleted?: boolean } & Partial<RunSummary>) => {
    const { ids = [], deleted = false, ...change } = input
    if (name === 'runs.list') return Promise.resolve(deleted ? [summaryOf({ id: 'r-00009', name: 'gone' })] : runs)
    if (name === 'runs.update') return Promise.resolve(runs.filter((run) => ids.includes(run.id)).map((run) => ({ ...run, ...change })))
    if (name === 'runs.restore') return Promise.resolve(runs.filter((run) => ids.includes(run.id)))
    if (name === 'runs.delete') return Promise.resolve({ deleted: ids.length })
    if (name === 'designs.fields') return Promise.resolve([...createFieldTable().values()].map((entry) => entry.info))
    if (name === 'designs.default') return Promise.resolve(specOf({ axes: { 'device.threshold': [0.01, 0.02] } }))
    return Promise.resolve([])
  })
  await Promise.all([useRuns().load(), useDesigns().load()])
  await open()
})
afterEach(() => {
  wrapper.unmount()
  vi.restoreAllMocks()
})

describe('the library page', () => {
  it('lists what is not archived, newest first, with the columns that differ', () => {
    expect(shown()).toEqual(['r-00004', 'r-00003', 'r-00002'])
    const heads = wrapper.findAll('thead th').map((head) => head.text())
    expect(heads.some((head) => head.startsWith('Bits a device'))).toBe(true)
    expect(heads.some((head) => head.startsWith('Network'))).toBe(false)
    expect(wrapper.get('#library-meta').text()).toContain('3 of 4 runs')
  })

  it('filters as one types, and keeps the list while a filter cannot be read', async () => {
    const input = wrapper.get('input[aria-label="Filter runs"]')
    await input.setValue('worst > 40')
    expect(shown()).toEqual(['r-00004', 'r-00002'])
    await input.setValue('worst > bad')
    expect(shown()).toEqual(['r-00004', 'r-00002'])
    expect(wrapper.get('#library-meta').text()).toContain('Expected a number, found "bad" at character 9')
    await input.setValue('tag:candidate')
    expect(shown()).toEqual(['r-00002'])
    await input.setValue('nowhere')
    expect(wrapper.text()).toContain('No run is like that')
  })

  it('compares and reports what is chosen', async () => {
    await row('r-00004').trigger('click')
    await row('r-00002').trigger('click', { ctrlKey: true })
    await press('c')
    expect(router.currentRoute.value.fullPath).toBe('/compare?runs=r-00004,r-00002')
    await press('r')
    expect(router.currentRoute.value.fullPath).toBe('/reports?runs=r-00004,r-00002')
  })

  it('does not compare one run', async () => {
    await row('r-00004').trigger('click')
    await press('c')
    expect(router.currentRoute.value.path).toBe('/library')
  })

  it('opens a run with Enter or a double click, and puts its design into the form with E', async () => {
    await row('r-00003').trigger('dblclick')
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/explore/r-00003')
    await row('r-00003').trigger('click')
    await press('e')
    expect(useDesigns().draft.fields['device.bitsPerDevice']).toBe(4)
  })

  it('deletes with an undo that brings the runs back', async () => {
    await row('r-00004').trigger('click')
    await row('r-00003').trigger('click', { shiftKey: true })
    await press('Delete')
    expect(call).toHaveBeenCalledWith('runs.delete', { ids: ['r-00004', 'r-00003'] })
    expect(shown()).toEqual(['r-00002'])
    useToasts().undo()
    await flushPromises()
    expect(shown()).toEqual(['r-00004', 'r-00003', 'r-00002'])
  })

  it('archives out of sight, and takes that back', async () => {
    await row('r-00002').trigger('click')
    await press('a')
    expect(shown()).toEqual(['r-00004', 'r-00003'])
    useToasts().undo()
    await flushPromises()
    expect(call).toHaveBeenCalledWith('runs.update', { ids: ['r-00002'], archived: false })
    expect(shown()).toEqual(['r-00004', 'r-00003', 'r-00002'])
  })

  it('shows deleted runs where they are asked for, to be restored only', async () => {
    await wrapper
      .findAll('nav button')
      .find((button) => button.text().startsWith('Deleted'))
      ?.trigger('click')
    await flushPromises()
    expect(shown()).toEqual(['r-00009'])
    await row('r-00009').trigger('click')
    expect(wrapper.findAll('[role=toolbar] button').map((button) => button.text())).toEqual(['Restore R', 'Clear selection Esc'])
    await press('r')
    expect(call).toHaveBeenCalledWith('runs.restore', { ids: ['r-00009'] })
  })

  it('is found as it was left', async () => {
    await wrapper.get('input[aria-label="Filter runs"]').setValue('worst > 40')
    wrapper.unmount()
    await open()
    expect(wrapper.get<HTMLInputElement>('input[aria-label="Filter runs"]').element.value).toBe('worst > 40')
    expect(shown()).toEqual(['r-00004', 'r-00002'])
  })
})
