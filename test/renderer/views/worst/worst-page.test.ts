// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useRuns } from '../../../../src/renderer/stores/runs'
import PointBar from '../../../../src/renderer/views/worst/PointBar.vue'
import WorstCase from '../../../../src/renderer/views/WorstCase.vue'
import type { EventMessage } from '../../../../src/shared/contract'
import { NadirError } from '../../../../src/shared/errors'
import type { RunDetail } from '../../../../src/shared/results'
import { detailOf } from '../../../support/runs'
import { landscape, margins, record, sensitivity } from './example-record'

const call = vi.hoisted(() => vi.fn())
const saveFile = vi.hoisted(() => vi.fn())
const listeners = vi.hoisted(() => new Set<(message: EventMessage) => void>())
vi.mock('../../../../src/renderer/api', () => ({
  call,
  saveFile,
  onEvent: (listener: (message: EventMessage) => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  onConnection: () => () => undefined,
}))

const thresholds = { axes: { 'device.threshold': [0.01, 0.02, 0.03] } }
const older = detailOf({ id: 'r-00001', spec: thresholds })
// The widest box finds more than the one inside it has: its own search stayed above.
const newer = detailOf({ id: 'r-00002', spec: thresholds, worst: (_, t) => (t > 0.025 ? 9 : t > 0.015 ? 3 : 50) })

interface Asked {
  name: string
  input: { run?: string; point?: string; job?: string; name?: string; images?: number }
  answer: (value: unknown) => void
  refuse: (error: NadirError) => void
}
let runs: RunDetail[]
/** Looks that are under way, oldest first: the test answers them. */
let asked: Asked[]
let router: Router
let wrapper: VueWrapper

const askedFor = (name: string): Asked[] => asked.filter((one) => one.name === name)
const last = (name: string): Asked => {
  const found = askedFor(name).at(-1)
  if (found === undefined) throw new Error(`${name} was not asked`)
  return found
}
/** What is only passed by is not asked: lets the moment pass after which it is. */
async function settle(): Promise<void> {
  await flushPromises()
  await vi.advanceTimersByTimeAsync(150)
  await flushPromises()
}
async function open(address: string): Promise<void> {
  const page = { template: '<div />' }
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/explore/:run?', name: 'explore', component: page },
      { path: '/worst/:run(r-\\d{5,})?/:point(p-\\d+)?', name: 'worst', component: page },
    ],
  })
  await router.push(address)
  wrapper = mount(WorstCase, { global: { plugins: [router], stubs: { ChartView: true } }, attachTo: document.body })
  await settle()
}
const press = async (key: string, more: KeyboardEventInit = {}): Promise<void> => {
  window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))
  await settle()
}
const button = (text: string) => wrapper.findAll('button').find((one) => one.text() === text)
const pane = (name: string) => wrapper.get(`section[aria-label="${name}"]`)
const radio = (text: string) => wrapper.findAll('[role=radio]').find((one) => one.text() === text)

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  localStorage.clear()
  listeners.clear()
  document.body.innerHTML = '<div id="floats"></div>'
  setActivePinia(createPinia())
  runs = [older, newer]
  asked = []
  saveFile.mockReset()
  call.mockReset()
  call.mockImplementation((name: string, input: Asked['input'] & { id?: string }) => {
    if (name === 'runs.get') {
      const found = runs.find((run) => run.id === input.id)
      return found === undefined ? Promise.reject(new NadirError('unknown-run', 'There is no such run.')) : Promise.resolve(found)
    }
    if (name === 'runs.list') return Promise.resolve(runs)
    if (name === 'runs.rerun') return Promise.resolve({ ...older, id: 'r-00009' })
    if (name === 'worst.export') return Promise.resolve({ name: 'r-00002-p-0002.npz', mime: 'application/zip', base64: btoa('PK') })
    if (name === 'worst.cancel') return Promise.resolve({ cancelled: true })
    if (/^worst\.(record|sensitivity|landscape|margins)$/.test(name))
      return new Promise((answer, refuse) => asked.push({ name, input, answer, refuse }))
    return Promise.resolve([])
  })
  await useRuns().load()
})
afterEach(() => {
  wrapper.unmount()
  vi.useRealTimers()
})

describe('the worst case page', () => {
  it('opens at the lowest point of the newest run with a result', async () => {
    await open('/worst')
    expect(wrapper.get('h1').text()).toBe('lenet-w4a4 at t = 0.0200')
    expect(wrapper.get('.sub').text()).toContain('fails spec by 87.0')
    expect(wrapper.get('.sub').text()).toContain('found by f-lwc, 10 steps')
    expect(last('worst.record').input).toMatchObject({ run: 'r-00002', point: 'p-0002' })
  })

  it('shows the point of its address, and says whose finding it quotes', async () => {
    await open('/worst/r-00002/p-0003')
    expect(wrapper.get('h1').text()).toBe('lenet-w4a4 at t = 0.0300')
    expect(button('carried from t = 0.0200')?.exists()).toBe(true)
    last('worst.record').answer({ ...record, from: 'p-0002' })
    await settle()
    expect(pane('|\u0394W| against its bound').text()).toContain('100 weights, the error of t = 0.0200')
    await button('carried from t = 0.0200')?.trigger('click')
    await settle()
    expect(router.currentRoute.value.path).toBe('/worst/r-00002/p-0002')
  })

  it('fills its panes from the record, and asks for the sensitivity only then', async () => {
    await open('/worst/r-00002/p-0002')
    expect(askedFor('worst.sensitivity')).toHaveLength(0)
    last('worst.record').answer(record)
    await settle()
    const cells = pane('Confusion at the worst case')
      .findAll('tbody td')
      .map((cell) => cell.text())
    expect(cells).toEqual(['1', '3', '3', '3'])
    expect(wrapper.get('[role=img][aria-label^="Confidence"]').attributes('aria-label')).toContain('wrong 6, mean 0.88')
    expect(wrapper.findAll('[role=img][aria-label^="Image "]').map((image) => image.attributes('aria-label'))[0]).toBe(
      'Image 60003: class 1 answered as 0, margin \u22122.50',
    )
    last('worst.sensitivity').answer(sensitivity)
    await settle()
    expect(pane('Sensitivity').text()).toContain('Largest: fc1, tile 0,0.')
  })

  it('walks along the curve with the arrows, and asks for what it stays at alone', async () => {
    await open('/worst/r-00002/p-0001')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', cancelable: true }))
    await flushPromises()
    await press('ArrowRight')
    expect(router.currentRoute.value.path).toBe('/worst/r-00002/p-0003')
    expect(askedFor('worst.record').map(({ input }) => input.point)).toEqual(['p-0001', 'p-0003'])
    await press('ArrowRight')
    expect(router.currentRoute.value.path).toBe('/worst/r-00002/p-0003')
  })

  it('never shows the record of another point', async () => {
    await open('/worst/r-00002/p-0001')
    const first = last('worst.record')
    await press('ArrowRight')
    expect(call).toHaveBeenCalledWith('worst.cancel', { job: first.input.job })
    first.answer({ ...record, images: 4321 })
    await settle()
    expect(wrapper.text()).not.toContain('4\u00a0321')
    last('worst.record').answer({ ...record, images: 1234 })
    await settle()
    expect(wrapper.text()).toContain('1\u00a0234 images')
    await press('ArrowLeft')
    expect(wrapper.text()).not.toContain('1\u00a0234 images')
  })

  it('computes margins and landscape when their tab is opened', async () => {
    await open('/worst/r-00002/p-0002')
    expect([...askedFor('worst.margins'), ...askedFor('worst.landscape')]).toHaveLength(0)
    await radio('Margins')?.trigger('click')
    await radio('Direction')?.trigger('click')
    await settle()
    expect(last('worst.margins').input).toMatchObject({ point: 'p-0002', images: 100 })
    last('worst.margins').answer(margins)
    last('worst.landscape').answer(landscape)
    await settle()
    expect(pane('Weakest images and margins').text()).toContain('proven minimum: median 4.00')
    expect(pane('Search and landscape').text()).toContain('slope: worst 2.50, random 0.20 to 0.50')
    // Another point asks for what is open, and again for nothing else.
    await radio('Weakest')?.trigger('click')
    await press('ArrowLeft')
    expect(askedFor('worst.landscape')).toHaveLength(2)
    expect(askedFor('worst.margins')).toHaveLength(1)
  })

  it('tells how far a look is, and stops it with Ctrl .', async () => {
    await open('/worst/r-00002/p-0002')
    const { job = '' } = last('worst.record').input
    await vi.advanceTimersByTimeAsync(3850)
    for (const listener of listeners) listener({ event: 'analysis.progress', data: { job, doing: 'the worst chip', done: 1, of: 4 } })
    for (const listener of listeners) listener({ event: 'analysis.progress', data: { job: 'another', doing: 'elsewhere', done: 3, of: 4 } })
    await settle()
    expect(pane('Confusion at the worst case').get('[role=status]').text()).toMatch(/^Record: the worst chip, 1[12]\u00a0s left$/)
    expect(wrapper.get('[role=progressbar]').attributes('aria-valuenow')).toBe('25')
    await press('.', { ctrlKey: true })
    expect(call).toHaveBeenCalledWith('worst.cancel', { job })
    expect(pane('Confusion at the worst case').text()).toContain('Record: stopped.')
    await pane('Confusion at the worst case').get('button').trigger('click')
    expect(askedFor('worst.record')).toHaveLength(2)
  })

  it('offers to run again where a run is too old to have kept what it found', async () => {
    await open('/worst/r-00001/p-0002')
    last('worst.record').refuse(new NadirError('no-finding', 'What p-0002 of r-00001 found is not stored.'))
    await settle()
    expect(wrapper.findAll('[role=alert]').map((alert) => alert.text())).toEqual([expect.stringContaining('is not stored')])
    expect(askedFor('worst.sensitivity')).toHaveLength(0)
    await button('Run again')?.trigger('click')
    await settle()
    expect(router.currentRoute.value.path).toBe('/explore/r-00009')
  })

  it('keeps a point for comparison while one moves on', async () => {
    await open('/worst/r-00002/p-0001')
    const bracket = (): string => wrapper.get('[role=img][aria-label^="Accuracy in percent"]').attributes('aria-label') ?? ''
    await button('Pin for comparison')?.trigger('click')
    expect(bracket()).not.toContain('pinned')
    await press('ArrowRight')
    expect(bracket()).toContain('this point, t = 0.0200: worst found 3.0')
    expect(bracket()).toContain('pinned, t = 0.0100: worst found 50.0')
    await button('Unpin')?.trigger('click')
    await settle()
    expect(bracket()).not.toContain('pinned')
  })

  it('saves the worst chip under a name, and its errors as a file', async () => {
    await open('/worst/r-00002/p-0002')
    await press('s', { ctrlKey: true })
    const dialog = document.querySelector('[role=dialog]')
    expect(dialog?.querySelector('input')?.value).toBe('lenet-w4a4-t0-0200')
    dialog?.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }))
    await settle()
    expect(call).toHaveBeenCalledWith('corners.save', { run: 'r-00002', point: 'p-0002', name: 'lenet-w4a4-t0-0200' })
    wrapper.getComponent(PointBar).vm.$emit('take', 'npz')
    await settle()
    expect(call).toHaveBeenCalledWith('worst.export', { run: 'r-00002', point: 'p-0002', format: 'npz' })
    expect(saveFile).toHaveBeenCalledWith('r-00002-p-0002.npz', 'application/zip', Uint8Array.of(80, 75))
  })

  it('says the shortest way on where there is nothing yet', async () => {
    runs = []
    await useRuns().load()
    await open('/worst')
    expect(wrapper.text()).toContain('No worst case yet')
    await button('Go to Explore')?.trigger('click')
    await settle()
    expect(router.currentRoute.value.path).toBe('/explore')
  })

  it('says so of a run that is not there, and of a point without a result', async () => {
    await open('/worst/r-00007/p-0001')
    expect(wrapper.get('[role=alert]').text()).toContain('There is no such run.')
    wrapper.unmount()
    runs = [detailOf({ id: 'r-00003', spec: thresholds, done: 1 })]
    await useRuns().load()
    await open('/worst/r-00003/p-0003')
    expect(wrapper.text()).toContain('No result there yet')
  })
})
