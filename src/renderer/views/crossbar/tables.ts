import { costParts, type TileProgramming } from '../../../shared/cost'
import type { CostConstantInfo } from '../../../shared/cost-constants'
import { adcWords, type DesignCost } from '../../../shared/design-cost'
import { columnPlace, type CrossbarReading } from '../../../shared/crossbar-layers'
import type { Design } from '../../../shared/fields'
import type { TileInspection } from '../../../shared/tile-inspection'
import type { TileChoice } from './crossbar-state'

type Cell = string | number | undefined

/** The layers on tiles, plain numbers in the units that the header names. */
export function layerRows({ layers }: Pick<CrossbarReading, 'layers'>): Cell[][] {
  return [
    [
      'layer',
      'rows',
      'columns',
      'tiles down',
      'tiles across',
      'devices',
      'utilisation %',
      'rows used',
      'range levels',
      'ADC bit',
      'step levels',
      'exact bit',
      'exact bit of the rows used',
      "ISAAC's rule bit",
    ],
    ...layers.map((one) => [
      one.name,
      one.rows,
      one.columns,
      one.down,
      one.across,
      one.devices,
      Number((one.utilisation * 100).toPrecision(6)),
      one.rowsUsed,
      one.range,
      one.adcBits,
      one.step,
      one.exactBits,
      one.usedBits,
      one.isaacBits,
    ]),
  ]
}

/** The columns of a tile with their currents both ways, amperes. */
export function columnRows({ currents, volts }: TileInspection, tile: TileChoice, design: Design): Cell[][] {
  return [
    ['column', 'output', 'slice', 'sign', `exact A at ${volts} V`, 'closed form A', 'error %'],
    ...currents.exact.map((exact, j) => {
      const column = tile.across * design['crossbar.columns'] + j
      const { output, slice, sign } = columnPlace(design, column, tile.sign)
      return [column, output, slice, sign, exact, currents.closed[j], (currents.error[j] ?? 0) * 100]
    }),
  ]
}

/** The cost in SI units, said to be first order, with what it counted on and its constants. */
export function costRows(cost: DesignCost, programming: TileProgramming | undefined, constants: readonly CostConstantInfo[]): Cell[][] {
  return [
    [cost.label, 'area m2', 'energy an inference J'],
    ...costParts.map(([part, label]) => [label, cost.area[part], cost.energy[part]]),
    ['all', cost.area.total, cost.energy.total],
    ['latency s', cost.latency],
    ['interval s', cost.interval],
    ...(programming === undefined
      ? []
      : [
          ['programming time s', programming.time],
          ['programming energy J', programming.energy],
        ]),
    ['ADC counted', adcWords(cost.adc)],
    ['constant', 'value', 'unit', 'source'],
    ...constants.map(({ name, value, unit, source, edited }) => [name, value, unit, edited ? `edited; shipped: ${source}` : source]),
  ]
}
