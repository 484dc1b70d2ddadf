// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useDesigns } from '../../../../src/renderer/stores/designs'
import { useRuns } from '../../../../src/renderer/stores/runs'
import { useSettings } from '../../../../src/renderer/stores/settings'
import Spec from '../../../../src/renderer/views/Spec.vue'
import { costValues } from '../../../../src/shared/cost-constants'
import { answerOf } from '../../../../src/shared/find-answer'
import { judgeRun } from '../../../../src/shared/judge-runs'
import { parseObjectives } from '../../../../src/shared/objective'
import type { RunDetail } from '../../../../src/shared/results'
import type { Search } from '../../../../src/shared/search'
import { detailOf, specOf } from '../../../support/runs'
import { fieldInfos } from '../../example-run'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/renderer/api', () => ({
  call,
  saveFile: vi.fn(),
  onEvent: () => () => undefined,
  onConnection: () => () => undefined,
}))

const facts = { layersOf: () => [], costs: costValues() }
const search: Search = {
  objectives: ['worst >= 90'],
  over: 'device.threshold',
  looser: 'larger',
  unit: 'window',
  from: 0.001,
  to: 0.1,
  scale: 'log',
  tolerance: 0.01,
  mostPoints: 24,
  nested: true,
  notes: ['sampling.draws = 0: no objective asks for random chips.'],
}
const axis = (values: number[]) => ({ axes: { 'device.threshold': values } })
const plain = detailOf({ id: 'r-00001', name: 'a curve', spec: axis([0.005, 0.006, 0.02]) })
const found = detailOf({ id: 'r-00002', name: 'a search', spec: axis([0.001, 0.00691, 0.00697, 0.1]) })
const runs: RunDetail[] = [plain, { ...found, search, answer: answerOf(search, found, facts) }]

let router: Router
let wrapper: VueWrapper
let objectives: string[] | undefined

beforeEach(async () => {
  localStorage.clear()
  document.body.innerHTML = '<div id="floats"></div>'
  setActivePinia(createPinia())
  objectives = undefined
  call.mockReset()
  call.mockImplementation((name: string, input: { objectives?: string[]; runs?: string[] }) => {
    switch (name) {
      case 'runs.list':
        return Promise.resolve(runs)
      case 'designs.fields':
        return Promise.resolve(fieldInfos)
      case 'designs.default':
        return Promise.resolve(specOf())
      case 'settings.set':
        objectives = input.objectives
        return Promise.resolve({ accuracySpec: 90, theme: 'system', objectives })
      case 'find.check': {
        const held = parseObjectives((input.objectives ?? []).join(' and '))
        return Promise.resolve({
          objectives: input.objectives,
          runs: runs.filter(({ id }) => input.runs?.includes(id)).map((run) => judgeRun(run, held, facts)),
        })
      }
      case 'find.start':
        return Promise.resolve({ ...runs[1], id: 'r-00003', state: 'queued', answer: undefined })
      default:
        return Promise.resolve({})
    }
  })
  await useRuns().load()
  await useDesigns().load()
  const page = { template: '<div />' }
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/spec', name: 'spec', component: page },
      { path: '/explore/:run?', name: 'explore', component: page },
    ],
  })
  await router.push('/spec')
  wrapper = mount(Spec, { global: { plugins: [router], stubs: { ChartView: true } }, attachTo: document.body })
  await settled()
})
afterEach(() => wrapper.unmount())

/** The table is asked for a moment after what decides it has changed. */
async function settled(): Promise<void> {
  await vi.waitFor(() => expect(call.mock.calls.some(([name]) => name === 'find.check')).toBe(true))
  await flushPromises()
}
const cells = (region: string): string[][] =>
  wrapper.findAll(`${region} tbody tr`).map((row) => row.findAll('td').map((cell) => cell.text().replace(/\s+/g, ' ')))

describe('the spec page', () => {
  it('holds every curve to the objectives, at the loosest point that meets them, with a word for its verdict', () => {
    expect(wrapper.get('.sub').text()).toContain('worst >= 90')
    expect(cells('.designs')).toEqual([['a curve', 'r-00001', 'threshold 0.0060', '93.63 %pass', 'pass']])
    expect(wrapper.get('.designs thead').text()).toContain('Worst found \u2265 90')
  })

  it('keeps what is added to the objectives, and asks for the designs anew', async () => {
    call.mockClear()
    await wrapper
      .findAll('button')
      .find((one) => one.text() === 'add')
      ?.trigger('click')
    await settled()
    expect(objectives).toEqual(['worst >= 90', 'floor >= 90'])
    expect(useSettings().objectives).toEqual(['worst >= 90', 'floor >= 90'])
    // No run says anything of a floor: there is no verdict of all.
    expect(cells('.designs')[0]?.slice(3)).toEqual(['93.63 %pass', 'not known', 'not known'])
    await wrapper.get('[aria-label="Remove worst >= 90"]').trigger('click')
    await flushPromises()
    expect(objectives).toEqual(['floor >= 90'])
  })

  it('takes a limit that is typed', async () => {
    const input = wrapper.get('input[aria-label="Limit, %"]')
    await input.setValue('95.5')
    await input.trigger('change')
    await flushPromises()
    expect(objectives).toEqual(['worst >= 95.5'])
  })

  it('shows the searches with their answers, the statement, and the run as evidence', async () => {
    expect(cells('.bt')).toEqual([['lenet-w4a4', 'worst >= 90', '0.00691 window', 'found, not proved', 'r-00002', 'done']])
    const says = wrapper.get('.says').text()
    expect(says).toContain('Loosest threshold that passes: 0.00691 window (passes at 0.00691, fails at 0.00697).')
    expect(says).toContain('so anything looser fails for certain')
    expect(says).toContain('Set for it: sampling.draws = 0')
    await wrapper
      .findAll('button')
      .find((one) => one.text() === 'Evidence in Explore')
      ?.trigger('click')
    await flushPromises()
    expect(router.currentRoute.value).toMatchObject({ name: 'explore', params: { run: 'r-00002' } })
  })

  it('starts a search of the design in the form and shows it', async () => {
    await wrapper
      .findAll('button')
      .find((one) => one.text().startsWith('Find'))
      ?.trigger('click')
    await flushPromises()
    const input: unknown = call.mock.calls.find(([name]) => name === 'find.start')?.[1]
    expect(input).toMatchObject({ objectives: ['worst >= 90'], over: 'device.threshold', spec: { model: 'lenet-w4a4' } })
    expect(cells('.bt')).toHaveLength(2)
    expect(wrapper.get('[aria-selected="true"]').text()).toContain('r-00003')
  })

  it('says why a search was refused, beside its button', async () => {
    call.mockImplementationOnce(() => Promise.reject(new Error('Nothing lies between 2 and 1.')))
    await wrapper
      .findAll('button')
      .find((one) => one.text().startsWith('Find'))
      ?.trigger('click')
    await flushPromises()
    expect(wrapper.get('[role=alert]').text()).toContain('Nothing lies between 2 and 1.')
  })
})
