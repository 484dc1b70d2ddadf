import type { Analysed, AnalysedOf, AnalysisKind, AnalysisWork, Analyses } from '../worker/analyses/work'
import type { AnalyseJob } from '../worker/protocol'
import type { JobContext } from './context'
import { createNamedWork } from './named-work'
import { atMostEvery } from './pace'

/** Doors see how far an analysis is at most this often, milliseconds. */
const showEvery = 250

export type { Analyses, AnalysisKind, AnalysisWork } from '../worker/analyses/work'

/** A worst chip as the compute side takes it. */
export type ChipJob = Omit<AnalyseJob, 'id' | 'work'>

/** Looks at worst chips that are under way. */
export interface AnalysingJobs {
  /**
   * Looks at a worst chip beside the queue, its progress told by `name`; named and thrown as `NamedWork.run` has it, and as
   * the analysis does.
   */
  analyse<K extends AnalysisKind>(chip: ChipJob, work: AnalysisWork & { kind: K }, name?: string): Promise<Analyses[K]>
  /** False where no work of that name is under way. */
  cancel(name: string): boolean
}

export function createAnalysing({ host, backend, emit }: Pick<JobContext, 'host' | 'backend' | 'emit'>): AnalysingJobs {
  const named = createNamedWork('analysis', () => backend.ready())
  return {
    cancel: (name) => named.cancel(name),
    async analyse(chip, work, name) {
      const mayShow = atMostEvery(showEvery)
      const analysed = await named.run('The look at the worst chip', name, (id) =>
        host.analyse({ ...chip, work, id }, (step) => {
          if (name !== undefined && mayShow()) emit({ event: 'analysis.progress', data: { job: name, ...step } })
        }),
      )
      if (!isOf(analysed, work.kind)) throw new Error(`an analysis of ${work.kind} gave ${analysed.kind}`)
      return analysed.value
    },
  }
}

function isOf<K extends AnalysisKind>(analysed: Analysed, kind: K): analysed is Analysed & AnalysedOf[K] {
  return analysed.kind === kind
}
