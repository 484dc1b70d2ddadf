import { onBeforeUnmount, onMounted } from 'vue'

export interface Shortcut {
  /** `Ctrl Enter`, `Space`, `L`, `Shift ArrowUp`: modifiers, then the key as the event names it. */
  keys: string
  run: (event: KeyboardEvent) => void
  /** Acts only while this holds. */
  when?: () => boolean
  /** Acts even while a field has the focus; always so for keys with Ctrl. */
  inFields?: boolean
}

/** The keys of an event in the order a shortcut names them. On a Mac, Command stands for Ctrl. */
export function keysOf(event: KeyboardEvent): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  const shift = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key))
  return [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.altKey ? 'Alt' : '', shift ? 'Shift' : '', key].filter(Boolean).join(' ')
}

function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'checkbox')
  )
}

/** Space and Enter belong to the control that has the focus. */
function isOwnKey(keys: string, target: EventTarget | null): boolean {
  return (
    (keys === 'Space' || keys === 'Enter') &&
    target instanceof HTMLElement &&
    target.closest('button, a, [role=option], [role=menuitem], [role=slider], [role=tab]') !== null
  )
}

const layers: Shortcut[][] = []

function onKey(event: KeyboardEvent): void {
  const keys = keysOf(event)
  const control = keys.startsWith('Ctrl ')
  // Some controls take Enter for themselves whatever is held with it; keys with Ctrl are always the window's.
  if (event.defaultPrevented && !control) return
  if (!control && isOwnKey(keys, event.target)) return
  // A dialog keeps the keys of the page behind it quiet.
  const shut = document.querySelector('[role=dialog][data-modal]') !== null
  for (const layer of [...layers].reverse()) {
    for (const shortcut of layer) {
      if (shortcut.keys !== keys) continue
      if (!control && !shortcut.inFields && takesText(event.target)) continue
      if (shut && !shortcut.inFields) continue
      if (shortcut.when !== undefined && !shortcut.when()) continue
      event.preventDefault()
      shortcut.run(event)
      return
    }
  }
}

/** Listens for keys while the component is there; the component mounted last is asked first. */
export function useShortcuts(shortcuts: Shortcut[]): void {
  onMounted(() => {
    if (layers.length === 0) window.addEventListener('keydown', onKey)
    layers.push(shortcuts)
  })
  onBeforeUnmount(() => {
    layers.splice(layers.indexOf(shortcuts), 1)
    if (layers.length === 0) window.removeEventListener('keydown', onKey)
  })
}
