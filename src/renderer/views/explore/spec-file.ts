import type { Ref } from 'vue'
import { specToFile } from '../../../shared/spec'
import { call, saveFile } from '../../api'
import { useFileDrop } from '../../components/file-drop'
import { useDesigns } from '../../stores/designs'
import { useToasts } from '../../stores/toasts'

const mostBytes = 1_000_000

/** Saving and opening designs as spec files, also by dropping one on the window. */
export function useSpecFile(): { save: () => Promise<void>; open: () => void; dropping: Ref<boolean> } {
  const designs = useDesigns()
  const toasts = useToasts()

  async function save(): Promise<void> {
    try {
      const { text } = await call('designs.file', { spec: specToFile(designs.draft) })
      saveFile(`${String(designs.draft.fields['model'] ?? 'design')}.spec.json`, 'application/json', text)
    } catch (error) {
      toasts.fail(error)
    }
  }

  async function read(file: File): Promise<void> {
    const before = designs.draft
    try {
      if (file.size > mostBytes) {
        toasts.show({ tone: 'fail', text: `${file.name} is too large for a spec`, hint: 'A spec file has a few kilobytes.' })
        return
      }
      await designs.openText(await file.text(), file.name)
      toasts.show({
        text: `${file.name} opened`,
        actions: [{ label: 'Undo', keys: 'Ctrl Z', undo: true, run: () => designs.edit(before) }],
      })
    } catch (error) {
      toasts.fail(error)
    }
  }

  const { pick, dropping } = useFileDrop('.json,application/json', read)
  return { save, open: pick, dropping }
}
