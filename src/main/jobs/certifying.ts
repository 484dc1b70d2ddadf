import type { CertifiedThresholds } from '../../shared/certify'
import type { CertifyJob } from '../worker/protocol'
import type { JobContext } from './context'
import { createNamedWork } from './named-work'

/** Certifying that is under way. */
export interface CertifyingJobs {
  /** Looks for the largest certified threshold, up to minutes of all threads; named and thrown as `NamedWork.run` has it. */
  certify(job: Omit<CertifyJob, 'id'>, name?: string): Promise<CertifiedThresholds>
  /** False where no work of that name is under way. */
  cancel(name: string): boolean
}

export function createCertifying({ host, backend }: Pick<JobContext, 'host' | 'backend'>): CertifyingJobs {
  const work = createNamedWork('certificate', () => backend.ready())
  return {
    cancel: (name) => work.cancel(name),
    certify: (job, name) => work.run('The certifying', name, (id) => host.certify({ ...job, id })),
  }
}
