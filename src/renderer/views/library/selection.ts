/** Chosen rows of a list, the row that ranges start from, and the row the keyboard is at. */
export interface Selection {
  chosen: ReadonlySet<string>
  anchor: string | undefined
  current: string | undefined
}

export const nothingSelected: Selection = { chosen: new Set(), anchor: undefined, current: undefined }

/** One row alone. */
export function selectOne(id: string): Selection {
  return { chosen: new Set([id]), anchor: id, current: id }
}

/** A row more or less. */
export function toggle(selection: Selection, id: string): Selection {
  const chosen = new Set(selection.chosen)
  if (!chosen.delete(id)) chosen.add(id)
  return { chosen, anchor: id, current: id }
}

/** All rows from the anchor to this one; with `add` beside those that are chosen already. */
export function extendTo(selection: Selection, ids: readonly string[], id: string, add = false): Selection {
  const from = ids.indexOf(selection.anchor ?? id)
  const to = ids.indexOf(id)
  if (to < 0) return selection
  const start = from < 0 ? to : from
  const range = ids.slice(Math.min(start, to), Math.max(start, to) + 1)
  return { chosen: new Set(add ? [...selection.chosen, ...range] : range), anchor: ids[start], current: id }
}

/** Where the keyboard goes: `by` rows on, inside the list; into it from its ends where it was at none. */
export function rowAt(selection: Selection, ids: readonly string[], by: number): string | undefined {
  const at = selection.current === undefined ? -1 : ids.indexOf(selection.current)
  const to = at >= 0 ? at + by : by > 0 ? by - 1 : ids.length + by
  return ids[Math.max(0, Math.min(ids.length - 1, to))]
}

export function selectAll(selection: Selection, ids: readonly string[]): Selection {
  return { chosen: new Set(ids), anchor: ids[0], current: selection.current ?? ids[0] }
}

/**
 * The selection without rows that are no longer there. Where the row the keyboard was at has gone, the keyboard is at the
 * one that came after it, so that a list can be worked through.
 */
export function keepOnly(selection: Selection, ids: readonly string[], before: readonly string[] = []): Selection {
  const there = new Set(ids)
  const { current, anchor, chosen } = selection
  if ([...chosen].every((id) => there.has(id)) && (current === undefined || there.has(current))) return selection
  const keep = (id: string | undefined): string | undefined => (id !== undefined && there.has(id) ? id : undefined)
  const after = current === undefined ? [] : before.slice(before.indexOf(current))
  return {
    chosen: new Set([...chosen].filter((id) => there.has(id))),
    anchor: keep(anchor),
    current: keep(current) ?? after.find((id) => there.has(id)) ?? (current === undefined ? undefined : ids.at(-1)),
  }
}
