// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick } from 'vue'
import { checkDraft } from '../../../../src/renderer/stores/checks'
import { useDesigns } from '../../../../src/renderer/stores/designs'
import FieldRow from '../../../../src/renderer/views/explore/FieldRow.vue'
import type { FieldInfo } from '../../../../src/shared/fields'
import { fieldInfos, spec } from '../../example-run'

const call = vi.hoisted(() => vi.fn())
vi.mock('../../../../src/renderer/api', () => ({ call, onEvent: () => () => undefined, saveFile: vi.fn() }))

const info = (name: string): FieldInfo => {
  const found = fieldInfos.find((one) => one.name === name)
  if (found === undefined) throw new Error(name)
  return found
}
const show = (name: string): VueWrapper => {
  const designs = useDesigns()
  return mount(FieldRow, { props: { info: info(name), problem: checkDraft(designs.draft, fieldInfos).get(name) }, attachTo: document.body })
}
const type = async (wrapper: VueWrapper, label: string, text: string): Promise<void> => {
  const input = wrapper.get<HTMLInputElement>(`input[aria-label^="${label}"]`)
  await input.setValue(text)
  await input.trigger('change')
  await nextTick()
}

beforeEach(async () => {
  localStorage.clear()
  document.body.innerHTML = '<div id="floats"></div>'
  setActivePinia(createPinia())
  call.mockImplementation((name: string) =>
    Promise.resolve(name === 'designs.fields' ? fieldInfos : name === 'designs.default' ? spec({}) : { points: 1 }),
  )
  await useDesigns().load()
})

describe('a row of the form', () => {
  it('turns into an axis with ends, step and scale, and back into its value', async () => {
    const designs = useDesigns()
    const wrapper = show('device.threshold')
    const toggle = wrapper.get('button[aria-label="Threshold as an axis"]')
    expect(toggle.attributes('aria-pressed')).toBe('false')
    await toggle.trigger('click')
    expect(toggle.attributes('aria-pressed')).toBe('true')
    const axis = designs.draft.axes[0]
    expect(axis?.field).toBe('device.threshold')
    await type(wrapper, 'Threshold, from', '0.01')
    await type(wrapper, 'Threshold, to', '20m')
    await type(wrapper, 'Threshold, number of points', '3')
    expect(designs.draft.axes[0]?.range).toMatchObject({ from: 0.01, to: 0.02, steps: 3 })
    expect(designs.draft.axes[0]?.values).toHaveLength(3)
    await toggle.trigger('click')
    expect(designs.draft.axes).toEqual([])
    expect(wrapper.find('input[aria-label^="Threshold, from"]').exists()).toBe(false)
  })

  it('takes the number of points from a step that is typed', async () => {
    const designs = useDesigns()
    designs.changeAxis({ field: 'device.threshold', values: [0.005, 0.04], range: { from: 0.005, to: 0.04, steps: 2, scale: 'linear' } })
    const wrapper = show('device.threshold')
    await type(wrapper, 'Threshold, step', '0.005')
    expect(designs.draft.axes[0]?.values).toEqual([0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04])
  })

  it('turns into an axis with the X key', async () => {
    const wrapper = show('crossbar.rows')
    await wrapper.get('input').trigger('keydown', { key: 'x' })
    expect(useDesigns().draft.axes.map((axis) => axis.field)).toEqual(['crossbar.rows'])
  })

  it('reads engineering input and words', async () => {
    const designs = useDesigns()
    await type(show('crossbar.rows'), 'Rows', '1k')
    expect(designs.draft.fields['crossbar.rows']).toBe(1000)
    await type(show('device.threshold'), 'Threshold', '25m')
    expect(designs.draft.fields['device.threshold']).toBe(0.025)
    await type(show('weights.bits'), 'Weights', 'float')
    expect(designs.draft.fields['weights.bits']).toBe('float')
  })

  it('marks what cannot be read, keeps it in sight, and keeps the value before it', async () => {
    const designs = useDesigns()
    const wrapper = show('device.threshold')
    await type(wrapper, 'Threshold', '0,03')
    expect(wrapper.get('[role=alert]').text()).toContain('"0,03" is no number')
    expect(wrapper.get<HTMLInputElement>('input').element.value).toBe('0,03')
    expect(designs.draft.fields['device.threshold']).toBe(0.03)
    await wrapper.get('input').trigger('keydown', { key: 'Escape' })
    expect(wrapper.find('[role=alert]').exists()).toBe(false)
  })

  it('says at the field what an out-of-range value may be', async () => {
    const designs = useDesigns()
    designs.set('crossbar.columns', 99_999)
    const wrapper = show('crossbar.columns')
    expect(wrapper.get('[role=alert]').text()).toBe('at most 4096')
    const input = wrapper.get('input')
    expect(input.attributes('aria-invalid')).toBe('true')
    expect(input.attributes('aria-describedby')).toBe(wrapper.get('[role=alert]').attributes('id'))
  })

  it('steps with the arrow keys, Shift ten times as far', async () => {
    const designs = useDesigns()
    const wrapper = show('attack.steps')
    await wrapper.get('input').trigger('keydown', { key: 'ArrowUp' })
    expect(designs.draft.fields['attack.steps']).toBe(11)
    await wrapper.get('input').trigger('keydown', { key: 'ArrowDown', shiftKey: true })
    expect(designs.draft.fields['attack.steps']).toBe(1)
  })

  it('offers the bits a device that divide the weight bits, and the present one even where it does not', () => {
    useDesigns().set('device.bitsPerDevice', 3)
    const wrapper = show('device.bitsPerDevice')
    expect(wrapper.findAll('[role=radio]').map((item) => item.text())).toEqual(['1', '2', '3', '4'])
  })

  it('lets a choice be an axis of some of its values, never of none', async () => {
    const designs = useDesigns()
    designs.toggleAxis('mapping.scheme')
    const wrapper = show('mapping.scheme')
    const boxes = wrapper.findAll('[role=checkbox]')
    expect(boxes).toHaveLength(3)
    await boxes[1]?.trigger('click')
    expect(designs.draft.axes[0]?.values).toEqual(['sign-magnitude', 'offset'])
    await boxes[0]?.trigger('click')
    await boxes[2]?.trigger('click')
    expect(designs.draft.axes[0]?.values).toEqual(['offset'])
  })

  it('reads a list of values and says which of them is none', async () => {
    const designs = useDesigns()
    designs.toggleAxis('crossbar.rows')
    const wrapper = show('crossbar.rows')
    await type(wrapper, 'Rows, values', '64, 1k 256;64')
    expect(designs.draft.axes[0]?.values).toEqual([64, 1000, 256])
    await type(wrapper, 'Rows, values', '64, many')
    expect(wrapper.get('[role=alert]').text()).toContain('"many"')
    expect(designs.draft.axes[0]?.values).toEqual([64, 1000, 256])
  })
})
