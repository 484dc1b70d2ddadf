// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import FilterBox from '../../../../src/renderer/views/library/FilterBox.vue'

const box = (text: string) => mount(FilterBox, { props: { modelValue: text, fields: [], describedby: 'meta' }, attachTo: document.body })

describe('the filter box', () => {
  it('shows each piece as what it is, and the text as it was typed', () => {
    const wrapper = box('worst >= 85 and tag:"a b"')
    const pieces = wrapper.findAll('.shown > span').map((piece) => [piece.classes()[0], piece.text()])
    expect(pieces.filter(([kind]) => kind !== 'plain')).toEqual([
      ['name', 'worst'],
      ['operator', '>='],
      ['value', '85'],
      ['operator', 'and'],
      ['name', 'tag'],
      ['operator', ':'],
      ['value', '"a b"'],
    ])
    expect(wrapper.get('.shown').element.textContent).toBe('worst >= 85 and tag:"a b"')
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('false')
  })

  it('marks the piece at fault and keeps the rest in sight', () => {
    const wrapper = box('worst >= bad and clean')
    expect(wrapper.get('.error').text()).toBe('bad')
    expect(wrapper.get('.shown').element.textContent).toBe('worst >= bad and clean')
    expect(wrapper.get('input').attributes('aria-invalid')).toBe('true')
  })

  it('is reached with a slash from anywhere but a field', async () => {
    const wrapper = box('')
    const input = wrapper.get('input').element
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: '/', bubbles: true }))
    expect(document.activeElement).toBe(input)
    await wrapper.get('input').trigger('keydown', { key: 'Escape' })
    expect(document.activeElement).not.toBe(input)
  })
})
