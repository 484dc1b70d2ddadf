import { useEventListener } from '@vueuse/core'
import { ref, type Ref } from 'vue'

/** A file that is picked, or dropped on the window. `read` says itself what goes wrong. */
export function useFileDrop(accept: string, read: (file: File) => Promise<void>): { pick: () => void; dropping: Ref<boolean> } {
  const dropping = ref(false)

  function pick(): void {
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.addEventListener('change', () => {
      const file = input.files?.[0]
      if (file !== undefined) void read(file)
    })
    input.click()
  }

  const holdsFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
  useEventListener(window, 'dragover', (event: DragEvent) => {
    if (!holdsFile(event)) return
    event.preventDefault()
    dropping.value = true
  })
  useEventListener(window, 'dragleave', (event: DragEvent) => {
    if (event.relatedTarget === null) dropping.value = false
  })
  useEventListener(window, 'drop', (event: DragEvent) => {
    if (!holdsFile(event)) return
    event.preventDefault()
    dropping.value = false
    const file = event.dataTransfer?.files[0]
    if (file !== undefined) void read(file)
  })
  return { pick, dropping }
}
