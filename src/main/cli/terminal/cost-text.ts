import type { CostAnswer } from '../../../shared/cost-calls'
import { costParts } from '../../../shared/cost'
import type { CostConstantInfo } from '../../../shared/cost-constants'
import { constantText } from '../../../shared/cost-text'
import { adcWords } from '../../../shared/design-cost'
import { area, count, engineering, fixed, percent, threshold, timeSpan } from '../../../shared/units'
import { table } from './table'

/** Every number stands under a heading that says first order. */
export function costText(cost: CostAnswer): string {
  const { area: areas, energy, latency, interval, programming, device, tiles, planes, adc, dacBits, cycles, constants } = cost
  const share = (part: number, total: number): string => (total === 0 ? '' : percent((part / total) * 100))
  const parts = costParts.map(([part, label]) => [
    label,
    area(areas[part]),
    share(areas[part], areas.total),
    engineering(energy[part], 'J'),
    share(energy[part], energy.total),
  ])
  const edited = constants.filter((constant) => constant.edited)
  return [
    'Cost, first order:',
    table(
      [
        { title: '' },
        { title: 'Area', numeric: true },
        { title: '%', numeric: true },
        { title: 'Energy an inference', numeric: true },
        { title: '%', numeric: true },
      ],
      [...parts, ['all', area(areas.total), '', engineering(energy.total, 'J'), '']],
    ),
    '',
    table(
      [{ title: 'First order' }, { title: '', numeric: true }, { title: '' }],
      [
        ['latency', timeSpan(latency), 'an inference, one layer after the other'],
        ['interval', timeSpan(interval), 'between inferences, layers side by side'],
        ['programming time', timeSpan(programming.time), 'of the fullest tile; all tiles side by side'],
        ['programming energy', engineering(programming.energy, 'J'), `of ${count(programming.devices)} devices`],
      ],
    ),
    '',
    `Counted on: ${count(tiles)} tiles${planes > 1 ? ', those of both signs' : ''}; ADC of ${adcWords(adc)}; DAC of ${dacBits} bit, ${cycles} cycles an input.`,
    `${device.preset}: ${fixed(device.cycles)} cycles, ${timeSpan(device.seconds)} and ${engineering(device.joules, 'J')} a device at ${threshold(device.threshold)} window, mean of ${count(device.programmed)}.`,
    'Not counted: buffers, routing, activations, sums between tiles, what idles. `nadir cost --constants` shows every constant with its source.',
    ...(edited.length === 0
      ? []
      : [`Not as shipped: ${edited.map(({ name, value, unit }) => `${name} = ${constantText(value, unit)}`).join(', ')}.`]),
  ].join('\n')
}

/** Every constant with unit and source; values of one's own stand beside the shipped ones. */
export function constantsText(list: readonly CostConstantInfo[]): string {
  return table(
    [
      { title: 'Constant' },
      { title: 'Value', numeric: true },
      { title: 'Shipped', numeric: true },
      { title: 'SI', numeric: true },
      { title: 'Source' },
    ],
    list.map(({ name, value, shipped, unit, edited, source }) => [
      name,
      constantText(value, unit),
      edited ? constantText(shipped, unit) : '',
      String(Number(value.toPrecision(4))),
      source,
    ]),
  )
}
