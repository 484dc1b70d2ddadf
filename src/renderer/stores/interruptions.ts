import { watch } from 'vue'
import { useRuns } from './runs'
import { useToasts } from './toasts'

/** Offers to go on with runs that were cut off, once each. Returns a function that stops offering. */
export function offerInterrupted(show: (id: string) => void): () => void {
  const runs = useRuns()
  const toasts = useToasts()
  const offered = new Set<string>()
  return watch(
    () => runs.interrupted,
    (interrupted) => {
      const fresh = interrupted.filter((run) => !offered.has(run.id))
      fresh.forEach((run) => offered.add(run.id))
      const [run, ...others] = fresh
      if (run === undefined) return
      const more = others.length === 0 ? '' : ` (and ${others.length} more in the library)`
      toasts.show({
        key: 'interrupted',
        seconds: 0,
        text: `Sweep stopped at ${run.pointsDone} of ${run.pointsTotal} points when Nadir closed${more}`,
        actions: [
          {
            label: 'Go on',
            run: async () => {
              await runs.control('runs.resume', run.id)
              show(run.id)
            },
          },
          { label: 'Discard', run: () => runs.control('runs.cancel', run.id) },
        ],
      })
    },
    { immediate: true },
  )
}
