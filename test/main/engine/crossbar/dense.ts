import type { TileCircuit } from '../../../../src/main/engine/crossbar/circuit'
import { CounterRandom } from '../../../../src/shared/rng'

/**
 * Column currents [columns] of a tile by the slow, obvious way: Kirchhoff's current law at every node as one dense
 * system, by Gaussian elimination with pivoting. Resistances of zero are not handled.
 */
export function denseCurrents({ rows, columns, conductances, resistances: r }: TileCircuit, voltages: Float64Array): Float64Array {
  const cells = rows * columns
  const A = Array.from({ length: 2 * cells }, () => new Float64Array(2 * cells + 1))
  const add = (a: number, b: number, value: number): void => {
    const row = A[a]
    if (row !== undefined) row[b] = (row[b] ?? 0) + value
  }
  const join = (a: number, b: number, g: number): void => {
    add(a, a, g)
    add(b, b, g)
    add(a, b, -g)
    add(b, a, -g)
  }
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const word = i * columns + j
      join(word, cells + word, conductances[word] ?? 0)
      if (j + 1 < columns) join(word, word + 1, 1 / r.word)
      if (i + 1 < rows) join(cells + word, cells + word + columns, 1 / r.bit)
    }
    add(i * columns, i * columns, 1 / r.source)
    add(i * columns, 2 * cells, (voltages[i] ?? 0) / r.source)
  }
  const last = cells + (rows - 1) * columns
  for (let j = 0; j < columns; j++) add(last + j, last + j, 1 / r.neuron)
  const u = solve(A)
  return Float64Array.from({ length: columns }, (_, j) => (u[last + j] ?? 0) / r.neuron)
}

/** Solves A x = b for an augmented matrix [n, n + 1], which it changes. */
function solve(A: Float64Array[]): Float64Array {
  const n = A.length
  const at = (i: number, j: number): number => A[i]?.[j] ?? 0
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(at(i, k)) > Math.abs(at(pivot, k))) pivot = i
    const [a, b] = [A[k], A[pivot]]
    if (a === undefined || b === undefined) throw new Error('no such row')
    A[k] = b
    A[pivot] = a
    for (let i = k + 1; i < n; i++) {
      const row = A[i]
      const factor = at(i, k) / at(k, k)
      if (row !== undefined && factor !== 0) for (let j = k; j <= n; j++) row[j] = (row[j] ?? 0) - factor * at(k, j)
    }
  }
  const x = new Float64Array(n)
  for (let i = n - 1; i >= 0; i--) {
    let sum = at(i, n)
    for (let j = i + 1; j < n; j++) sum -= at(i, j) * (x[j] ?? 0)
    x[i] = sum / at(i, i)
  }
  return x
}

/** Numbers between low and high, fixed by the seed. */
export function randoms(seed: number, length: number, low: number, high: number): Float64Array {
  const random = new CounterRandom(seed, 'subset')
  return Float64Array.from({ length }, (_, i) => low + (high - low) * random.unit(i, 0, 0))
}

/** A tile of random devices, an open one here and there. */
export function randomTile(seed: number, rows: number, columns: number, resistances: TileCircuit['resistances']): TileCircuit {
  const conductances = randoms(seed, rows * columns, 1e-6, 1e-4)
  randoms(seed + 1, rows * columns, 0, 1).forEach((u, i) => {
    if (u < 0.1) conductances[i] = 0
  })
  return { rows, columns, conductances, resistances }
}
