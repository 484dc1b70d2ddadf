// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it, vi } from 'vitest'
import { defineComponent, h } from 'vue'
import { toTsv } from '../../../src/renderer/components/clipboard'
import { matchLabel } from '../../../src/renderer/components/commands'
import { keysOf, useShortcuts, type Shortcut } from '../../../src/renderer/components/shortcuts'

vi.mock('../../../src/renderer/api', () => ({ call: vi.fn() }))

const press = (target: EventTarget, init: KeyboardEventInit): KeyboardEvent => {
  const event = new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })
  target.dispatchEvent(event)
  return event
}
const withShortcuts = (shortcuts: Shortcut[]) =>
  mount(
    defineComponent({
      setup() {
        useShortcuts(shortcuts)
        return () => h('div', [h('input'), h('button', 'b')])
      },
    }),
    { attachTo: document.body },
  )

describe('shortcuts', () => {
  it('are named by their modifiers and key, Command standing for Ctrl', () => {
    expect(keysOf(new KeyboardEvent('keydown', { key: 'k', metaKey: true }))).toBe('Ctrl K')
    expect(keysOf(new KeyboardEvent('keydown', { key: ' ' }))).toBe('Space')
    expect(keysOf(new KeyboardEvent('keydown', { key: 'ArrowUp', shiftKey: true }))).toBe('Shift ArrowUp')
    expect(keysOf(new KeyboardEvent('keydown', { key: '?', shiftKey: true }))).toBe('?')
  })

  it('let single letters alone while a field has the focus, but not those with Ctrl', () => {
    const letter = vi.fn()
    const control = vi.fn()
    const wrapper = withShortcuts([
      { keys: 'L', run: letter },
      { keys: 'Ctrl S', run: control },
    ])
    const input = wrapper.get('input').element
    press(input, { key: 'l' })
    expect(letter).not.toHaveBeenCalled()
    expect(press(input, { key: 's', ctrlKey: true }).defaultPrevented).toBe(true)
    expect(control).toHaveBeenCalledOnce()
    press(document.body, { key: 'l' })
    expect(letter).toHaveBeenCalledOnce()
    wrapper.unmount()
    press(document.body, { key: 'l' })
    expect(letter).toHaveBeenCalledOnce()
  })

  it('act with Ctrl even where a control took the key for itself', () => {
    const run = vi.fn()
    const wrapper = withShortcuts([{ keys: 'Ctrl Enter', run }])
    const button = wrapper.get('button').element
    button.addEventListener('keydown', (event) => event.preventDefault())
    press(button, { key: 'Enter', ctrlKey: true })
    expect(run).toHaveBeenCalledOnce()
    wrapper.unmount()
  })

  it('leave Space to a button that has the focus', () => {
    const run = vi.fn()
    const wrapper = withShortcuts([{ keys: 'Space', run }])
    press(wrapper.get('button').element, { key: ' ' })
    expect(run).not.toHaveBeenCalled()
    press(document.body, { key: ' ' })
    expect(run).toHaveBeenCalledOnce()
    wrapper.unmount()
  })

  it('ask the page that came last first, and rest while a dialog is open', () => {
    const under = vi.fn()
    const over = vi.fn()
    const a = withShortcuts([{ keys: 'E', run: under }])
    const b = withShortcuts([{ keys: 'E', run: over }])
    press(document.body, { key: 'e' })
    expect([under.mock.calls.length, over.mock.calls.length]).toEqual([0, 1])
    const dialog = document.createElement('div')
    dialog.setAttribute('role', 'dialog')
    dialog.dataset['modal'] = ''
    document.body.append(dialog)
    press(document.body, { key: 'e' })
    expect(over).toHaveBeenCalledOnce()
    dialog.remove()
    a.unmount()
    b.unmount()
  })
})

describe('the palette', () => {
  it('finds a command whose label and side hold every word, and marks the hits in the label', () => {
    const command = { label: 'Set threshold', side: 'device.threshold = 0.03' }
    expect(matchLabel(command, 'thres dev')).toEqual([
      { text: 'Set ', hit: false },
      { text: 'thres', hit: true },
      { text: 'hold', hit: false },
    ])
    expect(matchLabel(command, 'rows')).toBeUndefined()
    expect(matchLabel(command, '')).toEqual([{ text: 'Set threshold', hit: false }])
  })
})

describe('tables as text', () => {
  it('keep one cell one cell', () => {
    expect(
      toTsv([
        ['a', 1],
        ['two\nlines', undefined],
      ]),
    ).toBe('a\t1\ntwo lines\t')
  })
})
