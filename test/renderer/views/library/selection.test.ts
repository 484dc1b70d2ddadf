import { describe, expect, it } from 'vitest'
import { extendTo, keepOnly, nothingSelected, rowAt, selectAll, selectOne, toggle } from '../../../../src/renderer/views/library/selection'

const ids = ['a', 'b', 'c', 'd', 'e']
const chosen = (selection: { chosen: ReadonlySet<string> }): string => [...selection.chosen].sort().join('')

describe('choosing rows', () => {
  it('takes one row alone, or one more or less', () => {
    const one = selectOne('b')
    expect(chosen(one)).toBe('b')
    expect(chosen(toggle(one, 'd'))).toBe('bd')
    expect(chosen(toggle(toggle(one, 'd'), 'b'))).toBe('d')
  })

  it('extends from where the range began, either way, and shrinks it again', () => {
    const three = extendTo(selectOne('b'), ids, 'd')
    expect(chosen(three)).toBe('bcd')
    expect(chosen(extendTo(three, ids, 'c'))).toBe('bc')
    expect(chosen(extendTo(three, ids, 'a'))).toBe('ab')
  })

  it('can add a range to what is chosen already', () => {
    expect(chosen(extendTo(toggle(selectOne('a'), 'c'), ids, 'd', true))).toBe('acd')
  })

  it('starts a range at the row itself where none was begun', () => {
    expect(chosen(extendTo(nothingSelected, ids, 'c'))).toBe('c')
  })

  it('moves inside the list, and into it from either end', () => {
    expect(rowAt(selectOne('d'), ids, 1)).toBe('e')
    expect(rowAt(selectOne('e'), ids, 1)).toBe('e')
    expect(rowAt(selectOne('b'), ids, -8)).toBe('a')
    expect(rowAt(nothingSelected, ids, 1)).toBe('a')
    expect(rowAt(nothingSelected, ids, -1)).toBe('e')
    expect(rowAt(nothingSelected, [], 1)).toBeUndefined()
  })

  it('takes all rows', () => {
    expect(chosen(selectAll(nothingSelected, ids))).toBe('abcde')
  })
})

describe('rows that leave the list', () => {
  it('leave the selection, and the keyboard goes on at the next one', () => {
    const kept = keepOnly(extendTo(selectOne('b'), ids, 'c'), ['a', 'd', 'e'], ids)
    expect([chosen(kept), kept.current, kept.anchor]).toEqual(['', 'd', undefined])
  })

  it('leave the keyboard at the last row where none came after', () => {
    expect(keepOnly(selectOne('e'), ['a', 'b'], ids).current).toBe('b')
    expect(keepOnly(selectOne('e'), [], ids).current).toBeUndefined()
  })

  it('change nothing where none was chosen', () => {
    const selection = selectOne('b')
    expect(keepOnly(selection, ['b', 'e'], ids)).toBe(selection)
  })
})
