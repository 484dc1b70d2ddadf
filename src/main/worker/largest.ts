import { certifiedRange, type CertificateId, type CertifiedThresholds, type LargestCertified } from '../../shared/certify'
import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import { isSizedByThreshold } from '../../shared/variation-fields'
import { certifiedAbove } from '../engine/certify/define'
import { largestCertified } from '../engine/certify/largest'
import type { Executor } from '../engine/compute/executor'
import type { ComputeContext } from '../engine/compute/shard'
import type { Dataset } from '../engine/data/datasets'
import { blockOf, blocksOf, intervalOf } from './certify'
import { openFamily, type FamilyContext } from './family'
import type { CertifyJob } from './protocol'

export interface LargestTools {
  executorOf: (context: ComputeContext) => Executor
  dataset: Dataset
  checkpoint: () => Promise<void>
}

/**
 * The largest threshold at which a share of the scored images is certified, by each method. All scored images decide; a
 * threshold is left as soon as enough of them have passed or failed, those that failed before first. A tighter method
 * begins where a looser one ended, whose certificates it never loses. Throws bad-value where no threshold sizes the errors.
 */
export async function largestOf({ design, model, technology, at, methods, width }: CertifyJob, tools: LargestTools): Promise<CertifiedThresholds> {
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

/** Whether a threshold is certified: by so many images of all. */
function createTest(
  family: FamilyContext,
  design: Design,
  method: CertificateId,
  at: number,
  checkpoint: () => Promise<void>,
): (t: number) => Promise<boolean> {
  const all = family.scored.length
  const needed = Math.ceil((at / 100) * all - 1e-9)
  let order = family.scored
  return async (t) => {
    const interval = intervalOf(family, atThreshold(design, t))
    if ('why' in interval) return false
    const failed: number[] = []
    let passed = 0
    for (const block of blocksOf(order, blockOf(family.executor.width))) {
      await checkpoint()
      const leads = await family.executor.certify(interval, block, method)
      leads.forEach((lead, i) => (lead > certifiedAbove ? passed++ : failed.push(block[i] ?? 0)))
      if (passed >= needed || failed.length > all - needed) break
    }
    const before = new Set(failed)
    order = Uint32Array.from([...failed, ...order.filter((image) => !before.has(image))])
    return passed >= needed
  }
}
