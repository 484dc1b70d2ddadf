import { checkCircuit, type TileCircuit } from './circuit'
import { TileNodes } from './nodes'
import { eliminateAdjoint, substitute, type Front } from './star-mesh'
import { reduceTile, type Step } from './substructure'

/** A tile solved once, kept for more than its currents. */
export interface NodalSolution {
  /** [columns, rows], siemens: column currents `I = G_eff V`. */
  effective: Float64Array
  /** Potentials [rows, columns] in volts of all word and bit nodes for row voltages V [rows]. */
  potentials: (voltages: Float64Array) => { word: Float64Array; bit: Float64Array }
  /**
   * Vector-Jacobian product: from the gradient with respect to G_eff [columns, rows], that with respect to the device
   * conductances [rows, columns].
   */
  gradient: (cotangent: Float64Array) => Float64Array
}

/**
 * Effective conductance matrix of a tile with source, neuron and wire resistance, exact for linear devices.
 * Source: nodal analysis, METHODS 7, on the circuit of TileCircuit; solved by substructuring (substructure.ts).
 * Returns G_eff [columns, rows] in siemens: column currents into ground are `I_j = sum_i G_eff[j, i] V_i`, so a tile is
 * solved once for all images. Every entry is accurate to about 1e-13 of itself. Zero resistances and open devices are
 * allowed. No randomness. Throws out-of-range, bad-value.
 */
export function effectiveConductance(circuit: TileCircuit): Float64Array {
  checkCircuit(circuit)
  const nodes = new TileNodes(circuit)
  return between(reduceTile(circuit, nodes, false).front, circuit, nodes)
}

/** As `effectiveConductance`, with node potentials and gradients at hand; keeps the elimination in memory. */
export function solveNodal(circuit: TileCircuit): NodalSolution {
  checkCircuit(circuit)
  const nodes = new TileNodes(circuit)
  const { front, step } = reduceTile(circuit, nodes, true)
  if (step === undefined) throw new Error('the elimination was not recorded')
  return {
    effective: between(front, circuit, nodes),
    potentials: (voltages) => potentials(circuit, nodes, step, voltages),
    gradient: (cotangent) => gradient(circuit, nodes, step, cotangent),
  }
}

/** Column currents [count, columns] in amperes for row voltages [count, rows], through one effective conductance matrix. */
export function columnCurrents(effective: Float64Array, rows: number, columns: number, voltages: Float64Array): Float64Array {
  const count = voltages.length / rows
  const currents = new Float64Array(count * columns)
  for (let n = 0; n < count; n++) {
    for (let j = 0; j < columns; j++) {
      let sum = 0
      for (let i = 0; i < rows; i++) sum += (effective[j * rows + i] ?? 0) * (voltages[n * rows + i] ?? 0)
      currents[n * columns + j] = sum
    }
  }
  return currents
}

/** What the reduced network conducts from each source to each ground; grounds do not drive each other. */
function between({ nodes: held, g }: Front, { rows, columns }: TileCircuit, nodes: TileNodes): Float64Array {
  const effective = new Float64Array(columns * rows)
  const place = placesOf(held, nodes)
  for (let i = 0; i < rows; i++) {
    const row = (place[nodes.source(i)] ?? 0) * held.length
    for (let j = 0; j < columns; j++) effective[j * rows + i] = g[row + (place[nodes.ground(j)] ?? 0)] ?? 0
  }
  return effective
}

/** Where each node is in a front. */
function placesOf(held: Int32Array, nodes: TileNodes): Int32Array {
  const place = new Int32Array(nodes.count)
  held.forEach((node, i) => (place[node] = i))
  return place
}

function potentials(circuit: TileCircuit, nodes: TileNodes, root: Step, voltages: Float64Array): { word: Float64Array; bit: Float64Array } {
  const { rows, columns } = circuit
  const all = new Float64Array(nodes.count)
  for (let i = 0; i < rows; i++) all[nodes.source(i)] = voltages[i] ?? 0
  const visit = ({ nodes: held, inner, weights, parts }: Step): void => {
    const u = Float64Array.from(held, (node) => all[node] ?? 0)
    substitute(weights, inner, u)
    for (let k = 0; k < inner; k++) all[held[k] ?? 0] = u[k] ?? 0
    parts?.forEach(visit)
  }
  visit(root)
  const word = new Float64Array(rows * columns)
  const bit = new Float64Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      word[i * columns + j] = all[nodes.word(i, j)] ?? 0
      bit[i * columns + j] = all[nodes.bit(i, j)] ?? 0
    }
  }
  return { word, bit }
}

function gradient(circuit: TileCircuit, nodes: TileNodes, root: Step, cotangent: Float64Array): Float64Array {
  const { rows, columns } = circuit
  const result = new Float64Array(rows * columns)
  const place = placesOf(root.nodes, nodes)
  const size = root.nodes.length
  const h = new Float64Array(size * size)
  for (let i = 0; i < rows; i++) {
    const row = (place[nodes.source(i)] ?? 0) * size
    for (let j = 0; j < columns; j++) h[row + (place[nodes.ground(j)] ?? 0)] = cotangent[j * rows + i] ?? 0
  }
  visit(root, h)
  return result

  function visit({ nodes: held, inner, weights, parts, block }: Step, h: Float64Array): void {
    const size = held.length
    eliminateAdjoint(weights, inner, size, h)
    held.forEach((node, i) => (place[node] = i))
    const at = (a: number, b: number): number => h[a < b ? a * size + b : b * size + a] ?? 0
    if (parts === undefined) {
      for (let i = block.top; i < block.bottom; i++)
        for (let j = block.left; j < block.right; j++)
          result[i * columns + j] = at(place[nodes.word(i, j)] ?? 0, place[nodes.bit(i, j)] ?? 0)
      return
    }
    const below = parts.map((part) => restrict(part, at))
    parts.forEach((part, i) => visit(part, below[i] ?? new Float64Array()))
  }

  /** The gradient of the conductances that a part brought in. */
  function restrict(part: Step, at: (a: number, b: number) => number): Float64Array {
    const size = part.nodes.length
    const h = new Float64Array(size * size)
    const from = part.nodes.map((node) => place[node] ?? 0)
    for (let a = part.inner; a < size; a++) for (let b = a + 1; b < size; b++) h[a * size + b] = at(from[a] ?? 0, from[b] ?? 0)
    return h
  }
}
