import { availableParallelism, loadavg } from 'node:os'
import type { CheckLine } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { count } from '../../shared/units'
import type { HandlerContext } from './context'

type Backend = Awaited<ReturnType<HandlerContext['backend']['ready']>>
type LoopSpeeds = NonNullable<Awaited<ReturnType<HandlerContext['jobs']['measure']>>>

const loops: readonly [keyof LoopSpeeds, string][] = [
  ['train', 'training'],
  ['evaluate', 'evaluation'],
  ['gradient', 'weight gradient'],
  ['montecarlo', 'Monte Carlo'],
]

/** How fast the loops are, measured here and now in the workers, and what would make them faster. */
export async function examineSpeed({ jobs }: HandlerContext, backends: [Backend, ...Backend[]]): Promise<CheckLine[]> {
  const busy = jobs.computing()
  // Taken before it is our own.
  const load = loadavg()[0] ?? 0
  const reasons = whatSlows(backends, { cores: availableParallelism(), load, busy })
  return [
    ...(busy.length > 0 ? [notMeasured(`so as not to disturb ${busy.join(', ')}`)] : await measure(jobs)),
    ...(reasons.length > 0 ? reasons : ['nothing that is known']).map((reason) => line('faster', reason)),
  ]
}

async function measure(jobs: HandlerContext['jobs']): Promise<CheckLine[]> {
  try {
    const speeds = await jobs.measure()
    return speeds === undefined ? [notMeasured('it made room for a run')] : loops.map(([loop, label]) => speedLine(label, speeds[loop]))
  } catch (error) {
    const { code, message } = NadirError.from(error)
    // Damaged files have their own lines.
    if (code === 'model-damaged' || code === 'data-damaged' || code === 'data-missing') return [notMeasured(message)]
    throw error
  }
}

/** What would make Nadir faster here, one line each. */
export function whatSlows(
  backends: [Backend, ...Backend[]],
  { cores, load, busy }: { cores: number; load: number; busy: readonly string[] },
): string[] {
  const [{ workers, threads }] = backends
  return [
    ...new Set(
      backends.flatMap(({ note, asked }) => (asked ? ['a backend was asked for: without --backend the fastest is taken'] : (note ?? []))),
    ),
    ...(workers * threads < cores ? [`${workers} of ${cores} cores are used: without --workers all are`] : []),
    ...(workers * threads > cores ? [`${workers * threads} threads share ${cores} cores: one worker a core is fastest`] : []),
    ...(busy.length > 0 ? [`${busy.join(', ')} computes now`] : []),
    // A loaded machine halves every figure above.
    ...(busy.length === 0 && load > cores / 2 ? [`other programs keep the processor busy: load ${load.toFixed(1)} on ${cores} cores`] : []),
  ]
}

function speedLine(loop: string, speed: number): CheckLine {
  return {
    ...line(`speed, ${loop}`, `${count(speed)} ${loop === 'Monte Carlo' ? 'draws x images' : 'images'} a second`),
    value: Math.round(speed),
  }
}

const notMeasured = (why: string): CheckLine => line('speed', `not measured, ${why}`)
const line = (name: string, text: string): CheckLine => ({ name, ok: true, text })
