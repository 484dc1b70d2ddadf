// @vitest-environment happy-dom
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useModels } from '../../../../src/renderer/stores/models'
import { useRuns } from '../../../../src/renderer/stores/runs'
import Reports from '../../../../src/renderer/views/Reports.vue'
import type { MethodInfo } from '../../../../src/shared/contract'
import { NadirError } from '../../../../src/shared/errors'
import { detailOf } from '../../../support/runs'

const { call, saveFile } = vi.hoisted(() => ({ call: vi.fn(), saveFile: vi.fn() }))
vi.mock('../../../../src/renderer/api', () => ({ call, saveFile, onEvent: () => () => undefined, onConnection: () => () => undefined }))

const runs = ['r-00001', 'r-00002', 'r-00003'].map((id) =>
  detailOf({ id, name: `run ${id}`, spec: { axes: { 'device.threshold': [0.01, 0.02] } } }),
)
const formats = ['csv', 'html', 'json'].map((id): MethodInfo => ({
  id,
  kind: 'report',
  label: id.toUpperCase(),
  source: '',
  summary: `as ${id}`,
  params: [],
}))
let router: Router
let wrapper: VueWrapper

async function open(address: string): Promise<void> {
  const page = { template: '<div />' }
  router = createRouter({
    history: createMemoryHistory(),
    routes: ['explore', 'library', 'compare'].map((name) => ({ path: `/${name}`, name, component: page })),
  })
  router.addRoute({ path: '/reports', name: 'reports', component: Reports })
  await router.push(address)
  wrapper = mount(Reports, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
}

beforeEach(async () => {
  localStorage.clear()
  document.body.innerHTML = '<div id="floats"></div>'
  setActivePinia(createPinia())
  call.mockReset()
  saveFile.mockReset()
  call.mockImplementation((name: string, input: { id?: string; runs?: string[]; format?: string }) => {
    if (name === 'runs.list') return Promise.resolve(runs)
    if (name === 'methods.list') return Promise.resolve(formats)
    if (name === 'runs.get') {
      const run = runs.find((one) => one.id === input.id)
      return run === undefined ? Promise.reject(new NadirError('unknown-run', 'There is no such run.')) : Promise.resolve(run)
    }
    if (name === 'reports.create') {
      const { runs: ids = [], format = '' } = input
      if (format === 'docx')
        return Promise.reject(
          new NadirError('unknown-method', 'There is no report format docx.', { hint: 'Choose one of csv, html, json.' }),
        )
      return Promise.resolve({
        name: `${ids.join('-')}.${format}`,
        mime: format === 'html' ? 'text/html' : 'text/plain',
        text: `<h1>${ids.join(' ')}</h1>`,
      })
    }
    return Promise.resolve([])
  })
  await useRuns().load()
  await useModels().load()
})
afterEach(() => wrapper.unmount())

describe('the reports page', () => {
  it('shows the report of the runs it was asked for in a frame that may run nothing', async () => {
    await open('/reports?runs=r-00001,r-00002')
    const frame = wrapper.get('iframe')
    expect(frame.attributes('sandbox')).toBe('')
    expect(frame.attributes('srcdoc')).toBe('<h1>r-00001 r-00002</h1>')
  })

  it('reports the newest run where none was asked for, and remembers what it showed', async () => {
    await open('/reports')
    expect(router.currentRoute.value.query['runs']).toBe('r-00003')
    wrapper.unmount()
    await open('/reports?runs=r-00001')
    wrapper.unmount()
    await open('/reports')
    expect(router.currentRoute.value.query['runs']).toBe('r-00001')
  })

  it('saves the file with Ctrl S under its own name', async () => {
    await open('/reports?runs=r-00002')
    window.dispatchEvent(new KeyboardEvent('keydown', { key: 's', ctrlKey: true }))
    expect(saveFile).toHaveBeenCalledWith('r-00002.html', 'text/html', '<h1>r-00002</h1>')
  })

  it('writes the report again in another format, and for other runs', async () => {
    await open('/reports?runs=r-00001,r-00002&format=csv')
    expect(wrapper.get('pre').text()).toBe('<h1>r-00001 r-00002</h1>')
    await wrapper.get('[aria-label="Take out r-00001"]').trigger('click')
    await flushPromises()
    expect(wrapper.get('pre').text()).toBe('<h1>r-00002</h1>')
    expect(call.mock.lastCall).toEqual(['reports.create', { runs: ['r-00002'], format: 'csv' }])
  })

  it('leaves out a run that is not there, and says so', async () => {
    await open('/reports?runs=r-00009,r-00002')
    expect(router.currentRoute.value.query['runs']).toBe('r-00002')
    expect(wrapper.get('iframe').attributes('srcdoc')).toBe('<h1>r-00002</h1>')
  })

  it('says why a report was not written, and offers to try again', async () => {
    await open('/reports?runs=r-00002&format=docx')
    expect(wrapper.find('iframe').exists()).toBe(false)
    expect(wrapper.text()).toContain('There is no report format docx.')
    expect(wrapper.text()).toContain('Choose one of csv, html, json.')
    const before = call.mock.calls.length
    await wrapper
      .findAll('button')
      .find((button) => button.text() === 'Try again')
      ?.trigger('click')
    expect(call.mock.calls.length).toBe(before + 1)
  })
})
