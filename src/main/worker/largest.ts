import { certifiedRange, type CertificateId, type CertifiedThresholds, type LargestCertified } from '../../shared/certify'
import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import { isSizedByThreshold } from '../../shared/variation-fields'
import { certifiedAbove } from '../engine/certify/define'
import { largestCertified } from '../engine/certify/largest'
import type { Executor } from '../engine/compute/executor'
import type { ComputeContext } from '../engine/compute/shard'
import type { Dataset } from '../engine/data/datasets'
import { blocksOf, intervalOf } from './certify'
import { openFamily, type FamilyContext } from './family'
import type { CertifyJob } from './protocol'

/** Images asked for between two looks at whether a threshold is settled: fixed, so that no answer depends on the number of threads. */
const testBlock = 400

export interface LargestTools {
  executorOf: (context: ComputeContext) => Executor
  dataset: Dataset
  checkpoint: () => Promise<void>
}

/**
 * The largest threshold at which a share of the scored images is certified, by each method. All scored images decide; a
 * threshold is left as soon as enough of them have passed or failed. A tighter method
 * begins where a looser one ended, whose certificates it never loses. Throws bad-value where no threshold sizes the errors.
 */
export async function largestOf(
  { design, model, technology, at, methods, width }: CertifyJob,
  tools: LargestTools,
): Promise<CertifiedThresholds> {
  const began = performance.now()
  if (!isSizedByThreshold(design))
    throw new NadirError('bad-value', `Errors of the kind ${design['variation.kind']} are not sized by a threshold.`, {
      hint: 'Choose box, device or correlated for variation.kind.',
    })
  const family = await openFamily(design, model, tools.dataset, technology, tools.executorOf)
  const refused = intervalOf(family, atThreshold(design, certifiedRange.from))
  const found: LargestCertified[] = []
  let from: number = certifiedRange.from
  for (const method of 'why' in refused ? [] : methods) {
    const test = createTest(family, design, method, at, tools.checkpoint)
    const { passes, fails } = await largestCertified({ ...certifiedRange, from, width }, test)
    from = passes ?? from
    found.push({ method, ...(passes === undefined ? {} : { t: passes }), ...(fails === undefined ? {} : { above: fails }) })
  }
  return {
    model: design.model,
    at,
    images: family.scored.length,
    ...certifiedRange,
    methods: found,
    ...('why' in refused ? { why: refused.why } : {}),
    seconds: (performance.now() - began) / 1000,
  }
}

function atThreshold(design: Design, t: number): Design {
  return { ...design, 'device.threshold': t, 'device.thresholdUnit': 'window' }
}

/**
 * Whether a threshold is certified: by so many images of all. What a larger set certified an image for holds in a smaller
 * one, and an image that a smaller set left open is taken to be open in a larger one: so a threshold asks only for images
 * that are neither, and its answer errs to the safe side.
 */
function createTest(
  family: FamilyContext,
  design: Design,
  method: CertificateId,
  at: number,
  checkpoint: () => Promise<void>,
): (t: number) => Promise<boolean> {
  const { scored, executor } = family
  const needed = Math.ceil((at / 100) * scored.length - 1e-9)
  /** Of each image the largest threshold that is certified, and the smallest that is not. */
  const holds = new Map<number, number>()
  const fails = new Map<number, number>()
  return async (t) => {
    const interval = intervalOf(family, atThreshold(design, t))
    if ('why' in interval) return false
    const open = scored.filter((image) => (holds.get(image) ?? 0) < t && (fails.get(image) ?? Infinity) > t)
    // Those that a larger set left open come first: they settle a threshold that fails.
    open.sort((a, b) => Number(fails.has(b)) - Number(fails.has(a)) || a - b)
    let passed = scored.reduce((count, image) => ((holds.get(image) ?? 0) >= t ? count + 1 : count), 0)
    let failed = scored.length - passed - open.length
    for (const block of blocksOf(open, testBlock)) {
      if (passed >= needed || failed > scored.length - needed) break
      await checkpoint()
      const leads = await executor.certify(interval, block, method)
      leads.forEach((lead, i) => {
        const certified = lead > certifiedAbove
        ;(certified ? holds : fails).set(block[i] ?? 0, t)
        if (certified) passed++
        else failed++
      })
    }
    return passed >= needed
  }
}
