import type { Value } from '../../shared/fields'
import type { RunDetail } from '../../shared/results'
import { percent } from '../../shared/units'
import type { HardwareFigure } from './hardware'

/** Runs a design, or its sweep over thresholds, and stays until it is over. */
type Run = (fields: Record<string, Value>, swept: boolean) => Promise<RunDetail>

/** Searches at t = 0.03, from the quickest to the one that spends most. */
const searches: readonly Record<string, Value>[] = [
  { 'attack.method': 'f-lwc', 'attack.steps': 10 },
  { 'attack.method': 'f-lwc', 'attack.steps': 30 },
  { 'attack.method': 'mi-pgd', 'attack.steps': 30 },
  { 'attack.method': 'strongest', 'attack.budget': 60 },
]

/** One point, without random chips, which would be measured along. */
const alone = { 'sampling.draws': 0, 'device.threshold': 0.03 }

/**
 * Seconds to a worst-case accuracy on all 10,000 test images, gradient passes a second, and the whole threshold curve with
 * what its points share and without. The shipped LeNet, all threads.
 */
export async function benchSearches(quick: boolean, run: Run): Promise<HardwareFigure[]> {
  const figures: HardwareFigure[] = []
  // What is loaded first is nobody's time.
  await run({ ...alone, 'attack.steps': 1, 'data.attack.images': 250 }, false)
  const plain = await run({ ...alone, 'attack.steps': 10, 'attack.subset': 'off', 'attack.polish': 'off' }, false)
  const passes = plain.points.reduce((sum, { result }) => sum + (result?.passes ?? 0), 0)
  figures.push({ what: 'gradient passes over 10,000 images, F-LWC', value: passes / plain.seconds, unit: 'passes/s' })
  for (const fields of quick ? searches.slice(0, 1) : searches) {
    const { points, seconds } = await run({ ...alone, ...fields }, false)
    const [point] = points
    figures.push({
      what: `to ${percent(point?.worst ?? 100, 2)} % at t = 0.03: ${point?.result?.foundBy ?? ''}`,
      value: seconds,
      unit: 's',
    })
  }
  for (const sharing of quick ? [] : ['on', 'off'])
    figures.push({
      what: `threshold curve of 8 points, sharing ${sharing}`,
      value: (await run({ ...alone, 'attack.sharing': sharing }, true)).seconds,
      unit: 's',
    })
  return figures
}
