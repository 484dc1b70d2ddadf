import type { Programmed } from '../worker/programming'
import type { ProgramJob } from '../worker/protocol'
import type { JobContext } from './context'
import { createNamedWork } from './named-work'

/** Programming of devices that is under way. */
export interface ProgrammingJobs {
  /** Programs devices, seconds of work in small slices; named and thrown as `NamedWork.run` has it, and as the loop does. */
  program(job: Omit<ProgramJob, 'id'>, name?: string): Promise<Programmed>
  /** False where no work of that name is under way. */
  cancel(name: string): boolean
}

export function createProgramming({ host, backend }: Pick<JobContext, 'host' | 'backend'>): ProgrammingJobs {
  const work = createNamedWork('programming', () => backend.ready())
  return {
    cancel: (name) => work.cancel(name),
    program: (job, name) => work.run('The programming of devices', name, (id) => host.program({ ...job, id })),
  }
}
