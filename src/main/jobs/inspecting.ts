import type { TileInspection } from '../../shared/tile-inspection'
import type { InspectJob } from '../worker/protocol'
import type { JobContext } from './context'
import { createNamedWork } from './named-work'

/** Solving of tiles that is under way. */
export interface InspectingJobs {
  /** Solves a tile, up to some seconds of one thread; named and thrown as `NamedWork.run` has it, and as the solver does. */
  inspect(job: Omit<InspectJob, 'id'>, name?: string): Promise<TileInspection>
  /** False where no work of that name is under way. */
  cancel(name: string): boolean
}

export function createInspecting({ host, backend }: Pick<JobContext, 'host' | 'backend'>): InspectingJobs {
  const work = createNamedWork('inspection', () => backend.ready())
  return {
    cancel: (name) => work.cancel(name),
    inspect: (job, name) => work.run('The solving of the tile', name, (id) => host.inspect({ ...job, id })),
  }
}
