import { shallowRef, type Ref, type ShallowRef } from 'vue'
import { useFileDrop } from '../../components/file-drop'
import { useToasts } from '../../stores/toasts'

export interface MeasuredFile {
  name: string
  text: string
}

/** The door takes no more in one call. */
const mostBytes = 1_800_000

/** A name that a file suggests for its device. */
export function suggestedName(file: string): string {
  const plain = file
    .toLowerCase()
    .replace(/\.[a-z]+$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return plain.slice(0, 64) || 'measured'
}

/** A CSV file that was picked or dropped on the page. */
export function useMeasuredFile(): { file: ShallowRef<MeasuredFile | undefined>; pick: () => void; dropping: Ref<boolean> } {
  const file = shallowRef<MeasuredFile>()
  const toasts = useToasts()

  async function read(given: File): Promise<void> {
    try {
      if (given.size > mostBytes)
        toasts.show({ tone: 'fail', text: `${given.name} is too large`, hint: 'Import it with `nadir devices import`, or thin it out.' })
      else file.value = { name: given.name, text: await given.text() }
    } catch (error) {
      toasts.fail(error)
    }
  }

  return { file, ...useFileDrop('.csv,.tsv,.txt,text/csv', read) }
}
