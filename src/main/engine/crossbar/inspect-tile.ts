import type { DeviceData } from '../../../shared/device'
import { NadirError } from '../../../shared/errors'
import type { Design } from '../../../shared/fields'
import type { ModelData } from '../../../shared/model'
import { requireWindow } from '../../../shared/technology'
import { mostSolvedCells, type TileInspection } from '../../../shared/tile-inspection'
import { blockMeans, blocksOf } from './block-map'
import { bothForms, closedFormError, meanAndWorst } from './closed-form-error'
import { circuitOf, type TileName } from './tile-circuit'

/** Volts at every row: what currents are told for. Relative errors do not depend on it. */
const volts = 0.2

/**
 * One tile of a programmed network, solved exactly, with the closed form beside it.
 * Source: METHODS 7, with the source, neuron and wire resistance of the design, whatever `crossbar.parasitics` takes of
 * them; without programming errors. Maps are means over blocks of cells, at most 128 along each side; the closed form knows
 * no wires. No randomness. Throws bad-value for a layer or tile there is not, out-of-range above 784 x 500 cells.
 */
export function inspectTile(design: Design, model: ModelData, technology: DeviceData, tile: TileName): TileInspection {
  const begun = performance.now()
  const { circuit, title } = circuitOf(design, model, technology, tile)
  const { rows, columns, conductances, resistances } = circuit
  if (rows * columns > mostSolvedCells)
    throw new NadirError('out-of-range', `A tile of ${rows} x ${columns} cells takes too long to solve exactly.`, {
      hint: 'Take smaller tiles: crossbar.rows times crossbar.columns up to 784 x 500.',
    })
  const both = bothForms(circuit)
  const { exact, closed, exactCurrents, closedCurrents } = both
  const ofDevice = (value: (i: number) => number) => (i: number) => ((conductances[i] ?? 0) > 0 ? value(i) : undefined)
  const drop = ofDevice((i) => 1 - (exact[i] ?? 0) / (conductances[i] ?? 0))
  const blocks = blocksOf(rows, columns)
  const means = (value: (i: number) => number | undefined) => blockMeans(rows, columns, blocks, value)
  const { entries, currents } = closedFormError(circuit, both)
  return {
    title,
    rows,
    columns,
    window: requireWindow(design, technology),
    resistances,
    ...blocks,
    maps: {
      conductance: means((i) => conductances[i]),
      irDrop: means(drop),
      error: means(ofDevice((i) => (closed[i] ?? 0) / (exact[i] ?? 0) - 1)),
    },
    volts,
    currents: {
      exact: Array.from(exactCurrents, (current) => current * volts),
      closed: Array.from(closedCurrents, (current) => current * volts),
      error: Array.from(exactCurrents, (current, j) => (current > 0 ? (closedCurrents[j] ?? 0) / current - 1 : 0)),
    },
    irDrop: meanAndWorst(exact.length, drop),
    entries,
    columnErrors: currents,
    seconds: (performance.now() - begun) / 1000,
  }
}
