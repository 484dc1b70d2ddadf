// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, type PropType } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useRuns } from '../../../../src/renderer/stores/runs'
import Compare from '../../../../src/renderer/views/Compare.vue'
import type { CurveChart } from '../../../../src/renderer/charts/curve-chart'
import type { RunDetail } from '../../../../src/shared/results'
import { detailOf, falling } from '../../../support/runs'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/renderer/api', () => ({
  call,
  saveFile: vi.fn(),
  onEvent: () => () => undefined,
  onConnection: () => () => undefined,
}))

const sweep = { axes: { 'device.threshold': { from: 0.005, to: 0.04, steps: 8 } } }
const whole = detailOf({ id: 'r-00003', name: 'slow', spec: sweep, worst: (_, t) => falling(98.6, 0.02, t) })
const half = detailOf({ id: 'r-00003', name: 'slow', spec: sweep, worst: (_, t) => falling(98.6, 0.02, t), done: 4 })
const runs: RunDetail[] = [
  detailOf({ id: 'r-00001', name: 'first', spec: sweep }),
  detailOf({ id: 'r-00002', name: 'second', spec: sweep, clean: 97.8, worst: (_, t) => falling(97.8, 0.068, t) }),
  half,
]
/** The canvas of the chart has no place in happy-dom: what it is given is looked at instead. */
let drawn: CurveChart | undefined
const ChartStub = defineComponent({
  name: 'ChartStub',
  props: { chart: { type: Object as PropType<CurveChart>, required: true } },
  emits: { place: (_: number) => true, step: (_: number) => true },
  setup: (props) => () => void (drawn = props.chart),
})
let router: Router
let wrapper: VueWrapper

async function open(address: string): Promise<void> {
  const page = { template: '<div />' }
  router = createRouter({
    history: createMemoryHistory(),
    routes: ['explore', 'library', 'compare', 'reports'].map((name) => ({ path: `/${name}`, name, component: page })),
  })
  await router.push(address)
  wrapper = mount(Compare, { global: { plugins: [router], stubs: { CompareChart: ChartStub } }, attachTo: document.body })
  await flushPromises()
}
const heading = (): string => wrapper.get('h1').text()
const rowOf = (name: string): string[] => {
  const row = wrapper.findAll('.delta tbody tr').find((one) => one.find('th').text().startsWith(name))
  return row?.findAll('td').map((cell) => cell.text()) ?? []
}

beforeEach(async () => {
  localStorage.clear()
  document.body.innerHTML = '<div id="floats"></div>'
  setActivePinia(createPinia())
  call.mockReset()
  call.mockImplementation((name: string, input: { id?: string }) =>
    Promise.resolve(name === 'runs.get' ? runs.find((run) => run.id === input.id) : name === 'runs.list' ? runs : []),
  )
  await useRuns().load()
})
afterEach(() => wrapper.unmount())

describe('the compare page', () => {
  it('puts the runs of its address side by side', async () => {
    await open('/compare?runs=r-00001,r-00002')
    expect(heading()).toBe('Compare 2 runs')
    const chips = wrapper.findAll('[aria-label="Compared runs"] li').map((chip) => chip.text().replace(/\s+/g, ''))
    expect(chips).toEqual(['Afirstr-00001base', 'Bsecondr-00002'])
    expect(rowOf('worst found')).toEqual(['2.88', '94.23', '+91.35'])
    expect(drawn?.y.kind).toBe('probability')
  })

  it('holds the others against another base, and keeps it in the address', async () => {
    await open('/compare?runs=r-00001,r-00002')
    await wrapper.findAll('.delta thead button')[1]?.trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.query['base']).toBe('r-00002')
    expect(rowOf('worst found')).toEqual(['2.88', '\u221291.35', '94.23'])
  })

  it('reads the results at the place chosen among the points or on the chart', async () => {
    await open('/compare?runs=r-00001,r-00002')
    await wrapper.findAll('.points tbody button')[1]?.trigger('click')
    await flushPromises()
    expect(router.currentRoute.value.query['at']).toBe('0.01')
    wrapper.getComponent(ChartStub).vm.$emit('step', 1)
    await flushPromises()
    expect(router.currentRoute.value.query['at']).toBe('0.015')
    wrapper.getComponent(ChartStub).vm.$emit('place', 0.04)
    await flushPromises()
    expect(router.currentRoute.value.query['at']).toBe('0.04')
    expect(wrapper.find('.delta').text()).toContain('Result at t = 0.0400 window')
  })

  it('lets runs go, and reports those that are left', async () => {
    await open('/compare?runs=r-00001,r-00002,r-00003')
    await wrapper.get('[aria-label="Take out r-00002"]').trigger('click')
    await flushPromises()
    expect(heading()).toBe('Compare 2 runs')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 'r' }))
    await flushPromises()
    expect(router.currentRoute.value.fullPath).toBe('/reports?runs=r-00001,r-00003')
  })

  it('grows with the points of a run that goes on', async () => {
    await open('/compare?runs=r-00001,r-00003')
    expect(drawn?.curves[1]?.points).toHaveLength(4)
    const { points, log: _log, provenance: _provenance, ...summary } = whole
    useRuns().applyChanged(summary, points.slice(4))
    await flushPromises()
    expect(drawn?.curves[1]?.points).toHaveLength(8)
    expect(rowOf('points done')).toEqual(['8', '8', '='])
  })

  it('says how to begin where no run is chosen', async () => {
    await open('/compare')
    expect(wrapper.text()).toContain('Two to eight runs stand side by side here')
    expect(wrapper.text()).toContain('Pick a run')
  })
})
