import { onBeforeUnmount, onMounted, shallowRef, type ShallowRef } from 'vue'
import type { CornerInfo } from '../../../shared/worst-case'
import { call, onEvent } from '../../api'
import { useToasts } from '../../stores/toasts'

/** Worst chips that are kept by name; another window's changes arrive too. */
export function useCorners(): { corners: ShallowRef<readonly CornerInfo[]>; remove: (name: string) => Promise<void> } {
  const corners = shallowRef<readonly CornerInfo[]>([])
  const load = (): Promise<void> => call('corners.list', {}).then((now) => void (corners.value = now), useToasts().fail)
  let stop = (): void => undefined
  onMounted(() => {
    void load()
    stop = onEvent((message) => message.event === 'corners.changed' && void load())
  })
  onBeforeUnmount(() => stop())
  return {
    corners,
    async remove(name) {
      try {
        await call('corners.delete', { name })
        await load()
      } catch (error) {
        useToasts().fail(error)
      }
    },
  }
}
