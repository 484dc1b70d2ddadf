import type { CrossbarReading } from '../../../shared/crossbar-layers'
import type { TileInspection } from '../../../shared/tile-inspection'
import { count, engineering, percent, timeSpan } from '../../../shared/units'
import { table } from './table'

const bits = (value: number | undefined): string => (value === undefined ? 'analog' : String(value))

/** One row a layer, and what all of it comes to. */
export function readingText({ model, rows, columns, planes, parasitics, layers, total }: CrossbarReading): string {
  const text = table(
    [
      { title: 'Layer' },
      { title: 'Rows', numeric: true },
      { title: 'Columns', numeric: true },
      { title: 'Tiles' },
      { title: 'Devices', numeric: true },
      { title: 'Used %', numeric: true },
      { title: 'Rows used', numeric: true },
      { title: 'Range levels', numeric: true },
      { title: 'ADC bit', numeric: true },
      { title: 'Step levels', numeric: true },
      { title: 'Exact bit', numeric: true },
      { title: "ISAAC's rule bit", numeric: true },
    ],
    layers.map((layer) => [
      layer.name,
      count(layer.rows),
      count(layer.columns),
      `${layer.down} x ${layer.across}`,
      count(layer.devices),
      percent(layer.utilisation * 100),
      count(layer.rowsUsed),
      count(layer.range),
      `${layer.adcBits}${layer.coarse ? ' (below exact)' : ''}`,
      layer.step === undefined ? '' : String(Number(layer.step.toPrecision(3))),
      bits(layer.exactBits),
      layer.exactBits === undefined ? '' : String(layer.isaacBits),
    ]),
  )
  const signs = planes > 1 ? '; the other sign has as many tiles again' : ''
  return [
    text,
    `${model} on tiles of ${rows} x ${columns}: ${count(total.tiles)} tiles, ${count(total.devices)} devices, ${percent(total.utilisation * 100)} % used${signs}.`,
    `Parasitics in its results: ${parasitics}.`,
  ].join('\n')
}

/** What one tile loses to its resistances, and how far the closed form is off. */
export function inspectionText({ title, rows, columns, resistances: r, irDrop, entries, columnErrors, seconds }: TileInspection): string {
  const row = (name: string, { mean, worst }: { mean: number; worst: number }): string[] => [
    name,
    percent(mean * 100, 2),
    percent(worst * 100, 2),
  ]
  return [
    `${title}: ${rows} x ${columns} cells`,
    `source ${engineering(r.source, 'Ohm')}, neuron ${engineering(r.neuron, 'Ohm')}, wire ${engineering(r.word, 'Ohm')} a cell`,
    table(
      [{ title: '' }, { title: 'Mean %', numeric: true }, { title: 'Worst %', numeric: true }],
      [
        row('IR drop of a cell, exact', irDrop),
        row('closed form: error of a conductance', entries),
        row('closed form: error of a column current, all rows at one voltage', columnErrors),
      ],
    ),
    `Solved in ${timeSpan(seconds)}, without programming errors; the closed form knows no wires.`,
  ].join('\n')
}
