/** A command in a drop-down list. */
export interface MenuItem {
  label: string
  /** Muted, at the right. */
  side?: string
  disabled?: boolean
  run: () => unknown
}
