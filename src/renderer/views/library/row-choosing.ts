import type { Ref } from 'vue'
import { extendTo, rowAt, selectOne, toggle, type Selection } from './selection'

interface Rows {
  ids: Readonly<Ref<readonly string[]>>
  selection: Ref<Selection>
  /** Rows that are in sight at once. */
  page: () => number
  reveal: (id: string) => void
  open: (id: string) => void
}

/** What mouse and keys do to the chosen rows of a table, as in a list of files. */
export function useRowChoosing({ ids, selection, page, reveal, open }: Rows) {
  const added = (event: MouseEvent | KeyboardEvent): boolean => event.ctrlKey || event.metaKey

  function click(event: MouseEvent, id: string): void {
    if (event.shiftKey) selection.value = extendTo(selection.value, ids.value, id, added(event))
    else selection.value = added(event) ? toggle(selection.value, id) : selectOne(id)
  }

  function check(event: MouseEvent, id: string): void {
    selection.value = event.shiftKey ? extendTo(selection.value, ids.value, id, true) : toggle(selection.value, id)
  }

  const steps: Record<string, () => number> = {
    ArrowDown: () => 1,
    ArrowUp: () => -1,
    PageDown: page,
    PageUp: () => -page(),
    Home: () => -ids.value.length,
    End: () => ids.value.length,
  }

  function key(event: KeyboardEvent): void {
    // A name that is being typed keeps its keys, a button its own two.
    if (event.target instanceof HTMLInputElement) return
    if (event.target instanceof HTMLButtonElement && (event.key === 'Enter' || event.key === ' ')) return
    const { current } = selection.value
    const step = steps[event.key]
    if (step !== undefined) move(event, step())
    else if (event.key === ' ' && current !== undefined) selection.value = toggle(selection.value, current)
    else if (event.key === 'Enter' && current !== undefined) open(current)
    else return
    event.preventDefault()
  }

  function move(event: KeyboardEvent, by: number): void {
    const id = rowAt(selection.value, ids.value, by)
    if (id === undefined) return
    if (event.shiftKey) selection.value = extendTo(selection.value, ids.value, id)
    else selection.value = added(event) ? { ...selection.value, current: id } : selectOne(id)
    reveal(id)
  }

  return { click, check, key }
}
