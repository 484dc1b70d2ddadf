import { useLocalStorage } from '@vueuse/core'
import { computed, watch, type ComputedRef } from 'vue'
import { quotedPoint } from '../../../shared/quoted-point'
import type { RunDetail } from '../../../shared/results'
import { useRuns } from '../../stores/runs'
import { isFound, pointPlace, type FoundPoint, type PointPlace } from './point-walk'

export interface PinnedPoint {
  run: RunDetail
  point: FoundPoint
  /** The point whose search found it. */
  from: FoundPoint | undefined
  place: PointPlace
}

/** A point that is kept for comparison while one moves on; it outlives the page. */
export function usePinnedPoint(): {
  pinned: ComputedRef<PinnedPoint | undefined>
  pin: (run: string, point: string) => void
  unpin: () => void
} {
  const runs = useRuns()
  const kept = useLocalStorage('nadir.worst.pinned', '')
  const unpin = (): void => void (kept.value = '')
  const parts = computed(() => kept.value.split('/'))
  watch(
    [kept, () => runs.loaded],
    async ([, loaded]) => {
      const [run = ''] = parts.value
      if (run === '' || !loaded) return
      // A run that is gone takes its pin with it.
      await runs.open(run).catch(unpin)
    },
    { immediate: true },
  )
  const pinned = computed(() => {
    const [id = '', wanted = ''] = parts.value
    const run = runs.details.get(id)
    const point = run?.points.find((one) => one.id === wanted)
    const place = run === undefined ? undefined : pointPlace(run, wanted)
    if (run === undefined || place === undefined || !isFound(point)) return undefined
    const from = quotedPoint(run.points, point)
    return { run, point, place, from: isFound(from) ? from : undefined }
  })
  return { pinned, pin: (run, point) => void (kept.value = `${run}/${point}`), unpin }
}
