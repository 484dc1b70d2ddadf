import { columnPlace } from '../../../shared/crossbar-layers'
import type { Design } from '../../../shared/fields'
import type { TileInspection } from '../../../shared/tile-inspection'
import { engineering } from '../../../shared/units'
import type { TileChoice } from './crossbar-state'
import type { MapKind } from './heat-scale'
import { heatValue } from './heat-plot'

/** What the pointer is over, line by line: name and text. */
export interface ReadingLine {
  name: string
  text: string
}

const mapNames: Record<MapKind, string> = { conductance: 'conductance', irDrop: 'IR drop', error: 'closed form' }
const signs = { positive: '+', negative: '\u2212', both: 'offset' } as const

/** A cell, or a block of them with its means. Rows and columns are counted over the whole layer, from 0. */
export function blockReading(
  { block, blocks, rows, columns, maps }: TileInspection,
  { down, across }: { down: number; across: number },
  tile: TileChoice,
  design: Design,
): ReadingLine[] {
  const from = { row: down * block.rows, column: across * block.columns }
  const to = { row: Math.min(rows, from.row + block.rows) - 1, column: Math.min(columns, from.column + block.columns) - 1 }
  const base = { row: tile.down * design['crossbar.rows'], column: tile.across * design['crossbar.columns'] }
  const span = (first: number, last: number): string => (first === last ? String(first) : `${first} to ${last}`)
  const values = (Object.keys(mapNames) as MapKind[]).map((kind) => {
    const value = maps[kind][down * blocks.across + across]
    return { name: mapNames[kind], text: value === null || value === undefined ? 'open' : heatValue(kind, value) }
  })
  return [
    { name: 'row', text: span(base.row + from.row, base.row + to.row) },
    { name: 'column', text: span(base.column + from.column, base.column + to.column) },
    ...(block.columns === 1 ? placeLines(base.column + from.column, tile, design) : []),
    ...values,
    ...(block.rows * block.columns === 1 ? [] : [{ name: 'means of', text: `${block.rows} \u00d7 ${block.columns} cells` }]),
  ]
}

/** A column: what it adds to, and its current both ways with all rows at one voltage. */
export function columnReading({ currents, volts }: TileInspection, column: number, tile: TileChoice, design: Design): ReadingLine[] {
  const place = tile.across * design['crossbar.columns'] + column
  const current = (values: readonly number[]): string => engineering(values[column] ?? 0, 'A')
  return [
    { name: 'column', text: String(place) },
    ...placeLines(place, tile, design),
    { name: `exact at ${engineering(volts, 'V')}`, text: current(currents.exact) },
    { name: 'closed form', text: current(currents.closed) },
    { name: 'error', text: heatValue('error', currents.error[column] ?? 0) },
  ]
}

function placeLines(column: number, tile: TileChoice, design: Design): ReadingLine[] {
  const { output, slice, sign } = columnPlace(design, column, tile.sign)
  return [
    { name: 'output', text: String(output) },
    { name: 'slice', text: String(slice) },
    { name: 'sign', text: signs[sign] },
  ]
}
