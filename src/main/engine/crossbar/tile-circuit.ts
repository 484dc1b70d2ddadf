import { NadirError } from '../../../shared/errors'
import type { DeviceData } from '../../../shared/device'
import type { Design } from '../../../shared/fields'
import type { ModelData } from '../../../shared/model'
import { layerName, layoutOf } from '../network/layout'
import { quantiseWeights } from '../network/quantise'
import { networkOf } from '../network/zoo'
import { parasiticsOf } from '../variation/array'
import { cellLayout, planOf, programCells } from './cells'
import type { TileCircuit } from './circuit'
import { planesOf, type Plane } from './effective'
import { cutTile } from './tile'

/** Which tile of a network: a layer's name, its place in the grid, and with sign-magnitude the sign it holds. */
export interface TileName {
  layer: string
  down: number
  across: number
  sign: 'positive' | 'negative'
}

/**
 * One tile of a programmed network as a resistor network, without errors, with the resistances of the design whatever
 * `crossbar.parasitics` takes of them. Source: METHODS 1 and 7. Throws bad-value for a layer or tile there is not.
 */
export function circuitOf(
  design: Design,
  model: ModelData,
  technology: DeviceData,
  { layer, down, across, sign }: TileName,
): { circuit: TileCircuit; title: string } {
  const layout = layoutOf(networkOf(model.manifest.network))
  const plan = planOf(design)
  const { values } = programCells(quantiseWeights(model.weights, layout, design), layout, plan)
  const names = layout.arrays.filter(({ kind }) => kind === 'device').map(({ name }) => layerName(name))
  const at = layout.arrays.findIndex(({ name, kind }) => kind === 'device' && name === `${layer}.weight`)
  const place = cellLayout(layout, plan).arrays[at]
  if (place === undefined)
    throw new NadirError('bad-value', `The network has no layer ${layer}.`, { hint: `Its layers are ${names.join(', ')}.` })
  const parasitics = parasiticsOf(design, technology)
  const outputs = layout.arrays[at]?.shape.at(-1) ?? 1
  const planes = planesOf(values.subarray(place.offset, place.offset + place.length), outputs, plan, parasitics)
  const plane = planes.find((one) => one.sign === 'both' || one.sign === sign)
  const tile = plane?.tiles.tiles.find((one) => one.down === down && one.across === across)
  if (plane === undefined || tile === undefined) throw noTile(layer, down, across, planes[0])
  const [rows, columns] = [tile.lastRow - tile.firstRow, tile.lastColumn - tile.firstColumn]
  return {
    circuit: { rows, columns, conductances: cutTile(plane.conductances, plane.tiles, tile), resistances: parasitics.resistances },
    title: `${model.manifest.id} ${layer}, tile ${down},${across}${plane.sign === 'both' ? '' : `, ${plane.sign} columns`}`,
  }
}

function noTile(layer: string, down: number, across: number, plane: Plane | undefined): NadirError {
  return new NadirError('bad-value', `${layer} has no tile ${down},${across}.`, {
    hint: `It has ${plane?.tiles.down ?? 0} tiles down and ${plane?.tiles.across ?? 0} across, counted from 0.`,
  })
}
