// @vitest-environment happy-dom
import { mount, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, nextTick, ref, shallowRef } from 'vue'
import { columnsOf } from '../../../../src/renderer/views/library/columns'
import RunTable from '../../../../src/renderer/views/library/RunTable.vue'
import { nothingSelected, type Selection } from '../../../../src/renderer/views/library/selection'
import { summaryOf } from '../../../support/runs'

const rows = Array.from({ length: 3000 }, (_, i) =>
  summaryOf({ id: `r-${String(3000 - i).padStart(5, '0')}`, name: `run ${3000 - i}`, worstLow: 90 - i / 100 }),
)
const columns = columnsOf([], { accuracySpec: 90, now: Date.now(), fields: new Map(), tagged: false })
const selection = shallowRef<Selection>(nothingSelected)
const renaming = ref<string>()
const heard: [string, ...unknown[]][] = []
let wrapper: VueWrapper

const Host = defineComponent(() => () => {
  return h(RunTable, {
    rows,
    columns,
    sort: { key: 'id', descending: true },
    accuracySpec: 90,
    renaming: renaming.value,
    locked: false,
    selection: selection.value,
    'onUpdate:selection': (next: Selection) => (selection.value = next),
    onSort: (key: string) => heard.push(['sort', key]),
    onOpen: (run: { id: string }) => heard.push(['open', run.id]),
    onStar: (run: { id: string }) => heard.push(['star', run.id]),
    onRename: (run: { id: string }, name: string | undefined) => heard.push(['rename', run.id, name]),
  })
})

const row = (id: string) => wrapper.get(`#row-${id}`)
const press = (key: string, more: KeyboardEventInit = {}): Promise<void> => wrapper.get('table').trigger('keydown', { key, ...more })
const chosen = (): string[] => [...selection.value.chosen].sort().reverse()

beforeEach(async () => {
  // happy-dom lays nothing out: a window of 400 px shows 16 rows.
  vi.spyOn(HTMLElement.prototype, 'clientWidth', 'get').mockReturnValue(900)
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(400)
  vi.spyOn(HTMLElement.prototype, 'scrollHeight', 'get').mockReturnValue(24 + 3000 * 25)
  selection.value = nothingSelected
  renaming.value = undefined
  heard.length = 0
  wrapper = mount(Host, { attachTo: document.body })
  await nextTick()
})
afterEach(() => {
  wrapper.unmount()
  vi.restoreAllMocks()
})

describe('the table of runs', () => {
  it('draws only the rows in sight, and says how many there are', () => {
    expect(wrapper.findAll('tbody tr[id]').length).toBeGreaterThan(10)
    expect(wrapper.findAll('tbody tr[id]').length).toBeLessThan(60)
    expect(wrapper.get('table').attributes('aria-rowcount')).toBe('3001')
    expect(row('r-03000').attributes('aria-rowindex')).toBe('2')
  })

  it('chooses with the mouse as files are chosen', async () => {
    await row('r-02999').trigger('click')
    expect(chosen()).toEqual(['r-02999'])
    await row('r-02997').trigger('click', { ctrlKey: true })
    expect(chosen()).toEqual(['r-02999', 'r-02997'])
    await row('r-02995').trigger('click', { shiftKey: true })
    expect(chosen()).toEqual(['r-02997', 'r-02996', 'r-02995'])
    await row('r-03000').get('.check-cell').trigger('click')
    expect(chosen()).toEqual(['r-03000', 'r-02997', 'r-02996', 'r-02995'])
    expect(row('r-03000').attributes('aria-selected')).toBe('true')
  })

  it('is worked with the keyboard, and names the row it is at', async () => {
    await press('ArrowDown')
    expect(chosen()).toEqual(['r-03000'])
    await press('ArrowDown')
    await press('ArrowDown', { shiftKey: true })
    expect(chosen()).toEqual(['r-02999', 'r-02998'])
    expect(wrapper.get('table').attributes('aria-activedescendant')).toBe('row-r-02998')
    await press('ArrowDown', { ctrlKey: true })
    await press(' ')
    expect(chosen()).toEqual(['r-02999', 'r-02998', 'r-02997'])
    await press('Enter')
    expect(heard).toEqual([['open', 'r-02997']])
  })

  it('goes to the ends of thousands of runs', async () => {
    await press('End')
    expect(selection.value.current).toBe('r-00001')
    expect(wrapper.get('.scroller').element.scrollTop).toBe(24 + 3000 * 25 - 400)
    await press('Home')
    expect(selection.value.current).toBe('r-03000')
    expect(wrapper.get('.scroller').element.scrollTop).toBe(0)
  })

  it('chooses all and none by the box of its head', async () => {
    await wrapper.get('[aria-label="Select all runs"]').trigger('click')
    expect(selection.value.chosen.size).toBe(3000)
    await wrapper.get('[aria-label="Select all runs"]').trigger('click')
    expect(selection.value.chosen.size).toBe(0)
  })

  it('sorts by a column and says by which', async () => {
    const heads = wrapper.findAll('th[aria-sort]')
    expect(heads.map((head) => [head.text(), head.attributes('aria-sort')])).toEqual([['Run↓', 'descending']])
    const worst = wrapper.findAll('thead button').find((button) => button.text().startsWith('Worst'))
    await worst?.trigger('click')
    expect(heard).toEqual([['sort', 'worst']])
  })

  it('renames in place: Enter keeps the name, Escape does not, nothing is no name', async () => {
    const type = async (name: string, key: string): Promise<void> => {
      renaming.value = 'r-02999'
      await nextTick()
      const input = row('r-02999').get<HTMLInputElement>('input.rename')
      await input.setValue(name)
      await input.trigger('keydown', { key })
      await input.trigger('blur')
      renaming.value = undefined
      await nextTick()
    }
    await type(' better ', 'Enter')
    await type('worse', 'Escape')
    await type('  ', 'Enter')
    expect(heard).toEqual([
      ['rename', 'r-02999', 'better'],
      ['rename', 'r-02999', undefined],
      ['rename', 'r-02999', undefined],
    ])
    expect(chosen()).toEqual([])
  })

  it('stars a run without choosing it', async () => {
    await row('r-02998').get('.star').trigger('click')
    expect(heard).toEqual([['star', 'r-02998']])
    expect(chosen()).toEqual([])
  })
})
