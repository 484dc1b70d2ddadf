import type { Analyses, AnalysisKind, AnalysisWork } from '../jobs/analysing'
import type { HandlerContext, HandlersOf } from './context'
import { programmedPoint, quotedFinding } from './quoted-finding'

interface At {
  run: string
  point: string
  job?: string | undefined
}

export function worstHandlers(context: HandlerContext): HandlersOf<'worst'> {
  const { stores, jobs, version } = context

  /** What was computed before, else what is computed now, kept with the run. */
  async function kept<T>(
    { run, point }: At,
    kind: AnalysisKind,
    asked: object,
    compute: () => Promise<T>,
  ): Promise<T & { seconds: number }> {
    // What a later Nadir computes may have other parts.
    const key = JSON.stringify({ version, ...asked })
    const known = stores.findings.analysis(run, point, kind, key)
    if (known !== undefined) return known as T & { seconds: number }
    const begun = performance.now()
    const result = { ...(await compute()), seconds: (performance.now() - begun) / 1000 }
    stores.findings.keepAnalysis(run, point, kind, key, result)
    return result
  }

  function ofChip<K extends 'record' | 'sensitivity' | 'landscape'>(
    at: At,
    work: AnalysisWork & { kind: K },
  ): Promise<Analyses[K] & { from: string } & { seconds: number }> {
    const { from, job } = quotedFinding(context, at.run, at.point)
    // A later point of the run may lend a lower finding: it is part of the question.
    const asked = { from: from.id, ...work }
    return kept(at, work.kind, asked, async () => ({ ...(await jobs.analyse<K>(job, work, at.job)), from: from.id }))
  }

  return {
    'worst.record': (at) => ofChip(at, { kind: 'record' }),
    'worst.sensitivity': (at) => ofChip(at, { kind: 'sensitivity' }),
    'worst.landscape': ({ run, point, job, ...asked }) => ofChip({ run, point, job }, { kind: 'landscape', ...asked }),
    'worst.margins': ({ images, ...at }) => {
      const chip = programmedPoint(context, at.run, at.point)
      // Of a run that waits the model may still change.
      const asked = { images, model: chip.chip.model.manifest.sha256 }
      return kept(at, 'margins', asked, () => jobs.analyse<'margins'>(chip, { kind: 'margins', images }, at.job))
    },
    'worst.cancel': ({ job }) => ({ cancelled: jobs.cancelAnalysing(job) }),
    'worst.export': async ({ run, point, format }) => {
      const { job } = quotedFinding(context, run, point)
      const bytes = await jobs.analyse<'file'>(job, { kind: 'file', format })
      return {
        name: `${run}-${point}.${format}`,
        mime: format === 'npz' ? 'application/zip' : 'text/csv',
        base64: Buffer.from(bytes).toString('base64'),
      }
    },
  }
}
