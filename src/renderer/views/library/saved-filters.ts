import { useLocalStorage } from '@vueuse/core'

/** A filter kept under a name on this computer. */
export interface SavedFilter {
  name: string
  text: string
}

export const savedFilters = useLocalStorage<SavedFilter[]>('nadir.filters', [])

/** Keeps a filter; one of the same name is replaced. */
export function saveFilter(name: string, text: string): void {
  savedFilters.value = [...savedFilters.value.filter((filter) => filter.name !== name), { name, text }]
}

export function forgetFilter(name: string): void {
  savedFilters.value = savedFilters.value.filter((filter) => filter.name !== name)
}
