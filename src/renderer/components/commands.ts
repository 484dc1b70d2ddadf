import { onBeforeUnmount, onMounted, shallowReactive } from 'vue'

/** Something the palette can do. */
export interface Command {
  label: string
  /** What stands at the right: a name, an id, or keys. */
  side?: string
  keys?: string
  run: () => unknown
}

const sources = shallowReactive(new Set<() => Command[]>())

/** Offers a page's commands in the palette while the page is shown. */
export function useCommands(source: () => Command[]): void {
  onMounted(() => sources.add(source))
  onBeforeUnmount(() => sources.delete(source))
}

/** Commands of all pages that are shown. */
export function offeredCommands(): Command[] {
  return [...sources].flatMap((source) => source())
}

/** Cuts a label at the places a search matches; undefined where one of its words is not found in label or side. */
export function matchLabel(command: Pick<Command, 'label' | 'side'>, search: string): { text: string; hit: boolean }[] | undefined {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const label = command.label.toLowerCase()
  const all = `${label} ${(command.side ?? '').toLowerCase()}`
  if (!words.every((word) => all.includes(word))) return undefined
  const hits = new Array<boolean>(command.label.length).fill(false)
  for (const word of words) {
    const at = label.indexOf(word)
    if (at >= 0) hits.fill(true, at, at + word.length)
  }
  const parts: { text: string; hit: boolean }[] = []
  hits.forEach((hit, i) => {
    const last = parts.at(-1)
    const character = command.label[i] ?? ''
    if (last?.hit === hit) last.text += character
    else parts.push({ text: character, hit })
  })
  return parts
}
