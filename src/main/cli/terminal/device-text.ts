import type { CallInput } from '../../../shared/contract'
import type { DeviceList } from '../../../shared/device-calls'
import type { DeviceInfo } from '../../../shared/device'
import { deviceNumbers, quantityText } from '../../../shared/device-numbers'
import type { ProgrammingOutcome } from '../../../shared/programming'
import { largestStep } from '../../../shared/pulse-curve'
import { count, engineering, fixed, percent, probability, threshold, timeSpan } from '../../../shared/units'
import { table } from './table'

export function listText({ devices }: DeviceList): string {
  const columns = [
    { title: 'Technology' },
    { title: 'Label' },
    { title: 'Whose' },
    { title: 'Gmin', numeric: true },
    { title: 'Gmax', numeric: true },
    { title: 'Pmax pulses', numeric: true },
    { title: 'Pulse', numeric: true },
    { title: 'CCV window', numeric: true },
    { title: 'Source' },
  ]
  return table(
    columns,
    devices.map(({ id, shipped, device }) => [
      id,
      device.label,
      shipped ? 'shipped' : 'yours',
      quantityText(device.gMin),
      quantityText(device.gMax),
      count(device.pulse.pMax.value),
      quantityText(device.pulse.time),
      String(Number(device.pulse.ccv.value.toPrecision(3))),
      device.source,
    ]),
  )
}

/** Every number of a technology with its source, and how well a measured curve is fitted. */
export function deviceText({ id, device, base, measured }: DeviceInfo): string {
  const step = largestStep({ A: device.pulse.A.value, pMax: device.pulse.pMax.value })
  const rows = deviceNumbers.map((number) => [number.name, quantityText(number.get(device)), number.get(device).source])
  return [
    `${id}: ${device.label}`,
    device.summary,
    `Source: ${device.source}`,
    ...(base === undefined ? [] : [`Made from: ${base}`]),
    ...(measured?.kind === 'pulses'
      ? [
          `Fit: ${count(measured.pulses.length)} points, RMS ${engineering(measured.rms, 'S')}, ${percent(measured.rmsOfWindow * 100, 2)} % of the window`,
        ]
      : []),
    ...(device.levels === undefined ? [] : [`Spread by state: ${device.levels.states.length} states, ${device.levels.source}`]),
    `One pulse moves a device by up to ${threshold(step)} window.`,
    '',
    table([{ title: 'Name' }, { title: 'Value', numeric: true }, { title: 'Source' }], rows),
  ].join('\n')
}

/** One row a threshold; times and energies of a chip are of its devices one after another. */
export function programmingText(
  id: string,
  { bitsPerDevice, chipDevices }: CallInput<'devices.program'>,
  { thresholds }: ProgrammingOutcome,
): string {
  const columns = [
    { title: 'Threshold window', numeric: true },
    { title: 'Cycles', numeric: true },
    { title: 'p50', numeric: true },
    { title: 'p95', numeric: true },
    { title: 'p99', numeric: true },
    { title: 'Failures', numeric: true },
    { title: 'Failure % (95 %)' },
    { title: 'Device', numeric: true },
    { title: 'Chip', numeric: true },
    { title: 'Chip energy', numeric: true },
    { title: 'Chip with a failure % (95 %)' },
  ]
  const rows = thresholds.map((one) => [
    threshold(one.threshold),
    fixed(one.cycles.mean, 2),
    count(one.cycles.p50),
    count(one.cycles.p95),
    count(one.cycles.p99),
    count(one.failures),
    withInterval(one),
    timeSpan(one.seconds.mean),
    one.chip === undefined ? '' : timeSpan(one.chip.seconds),
    one.chip === undefined ? '' : engineering(one.chip.joules, 'J'),
    one.chip === undefined ? '' : withInterval(one.chip),
  ])
  const programmed = count(thresholds[0]?.devices ?? 0)
  const chip = chipDevices === undefined ? '' : `; a chip has ${count(chipDevices)} devices, programmed one after another`
  return `${table(columns, rows)}\n${id}, ${programmed} devices of ${bitsPerDevice ?? 2} bits at each threshold${chip}.`
}

function withInterval({
  failureProbability,
  failureInterval,
}: {
  failureProbability: number
  failureInterval: { low: number; high: number }
}): string {
  return `${probability(failureProbability)} (${probability(failureInterval.low)} to ${probability(failureInterval.high)})`
}
