import type { EventMessage } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import type { Point, Progress } from '../../shared/results'
import { withRunning, type RunStore } from '../store/runs'

export type Emit = (message: EventMessage) => void

/** Tells the doors what changed, in full rows. */
export interface Announcer {
  run(id: string, points?: readonly Point[]): void
  /** `points` reads the run's points; it is asked only when work has moved on to another point. */
  progress(id: string, progress: Progress, points: () => readonly Point[]): void
  removed(ids: string[]): void
}

export function createAnnouncer(emit: Emit, runs: Pick<RunStore, 'summary'>): Announcer {
  /** The point each run was last said to work on. */
  const working = new Map<string, string | undefined>()

  function run(id: string, points: readonly Point[] = []): void {
    try {
      const summary = runs.summary(id)
      emit({ event: 'run.changed', data: { summary, points: withRunning(summary, points) } })
    } catch (error) {
      // A run that was deleted meanwhile has nobody to tell.
      if (NadirError.from(error).code !== 'unknown-run') throw error
    }
  }

  return {
    run,
    progress(id, progress, points) {
      const now = progress.current?.pointId
      const before = working.get(id)
      if (now !== before) {
        working.set(id, now)
        const open = points().filter((point) => point.state === 'queued' && (point.id === before || point.id === now))
        run(
          id,
          open.map((point): Point => (point.id === now ? { ...point, state: 'running' } : point)),
        )
      }
      emit({ event: 'run.progress', data: { id, progress } })
    },
    removed: (ids) => emit({ event: 'run.removed', data: { ids } }),
  }
}
