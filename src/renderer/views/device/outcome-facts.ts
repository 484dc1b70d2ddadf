import type { ProgrammedThreshold } from '../../../shared/programming'
import { count, engineering, fixed, probability, timeSpan } from '../../../shared/units'

export interface Fact {
  name: string
  text: string
  /** Something that should be looked at. */
  warn?: boolean
}

const share = ({
  failureProbability: p,
  failureInterval: { low, high },
}: Pick<ProgrammedThreshold, 'failureProbability' | 'failureInterval'>): string =>
  low === high ? `${probability(p)}\u00a0%` : `${probability(p)} (${probability(low)} to ${probability(high)})\u00a0%`

/** What the loop took and left at one threshold, as a list. */
export function outcomeFacts({ cycles, failures, exhausted, devices, seconds, joules, chip, ...rest }: ProgrammedThreshold): Fact[] {
  return [
    { name: 'Cycles, mean', text: fixed(cycles.mean, 2) },
    { name: 'p50, p95, p99', text: [cycles.p50, cycles.p95, cycles.p99].map(count).join(', ') },
    { name: 'Failures', text: `${count(failures)} of ${count(devices)}`, warn: failures > 0 },
    ...(exhausted > 0 ? [{ name: 'Out of cycles', text: count(exhausted), warn: true }] : []),
    { name: 'A device fails', text: share({ ...rest }) },
    { name: 'A device takes', text: `${timeSpan(seconds.mean)}, ${engineering(joules.mean, 'J')}` },
    ...(chip === undefined
      ? []
      : [
          { name: 'Devices of a chip', text: count(chip.devices) },
          { name: 'Programming time', text: timeSpan(chip.seconds) },
          { name: 'Programming energy', text: engineering(chip.joules, 'J') },
          { name: 'A chip has a failure', text: share(chip), warn: failures > 0 },
        ]),
  ]
}

/** Whether the failures of a chip are known at all: none was seen, but too few devices were programmed to say so of a chip. */
export function failuresUnresolved({ failures, chip }: ProgrammedThreshold): boolean {
  return failures === 0 && chip !== undefined && chip.failureInterval.high > 0.05
}
