/** Something that can be done with the chosen runs, by button and by key. */
export interface BulkAction {
  label: string
  keys: string
  run: () => unknown
  disabled?: boolean
  primary?: boolean
  danger?: boolean
  title?: string
}
