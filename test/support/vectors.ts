import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseNpz, type NpyArray } from '../../src/main/engine/data/npy'

const folder = process.env['NADIR_VECTORS'] ?? join(import.meta.dirname, '../fixtures/vectors')

/** The golden numbers of one file, by name; every array as float64. */
export function vectors(file: string): (name: string) => Float64Array {
  const arrays = parseNpz(readFileSync(join(folder, `${file}.npz`)), file)
  return (name) => Float64Array.from(find(arrays, name).values, Number)
}

export function vectorNames(file: string): string[] {
  return [...parseNpz(readFileSync(join(folder, `${file}.npz`)), file).keys()]
}

function find(arrays: Map<string, NpyArray>, name: string): NpyArray {
  const array = arrays.get(name)
  if (array === undefined) throw new Error(`no array ${name}; there are ${[...arrays.keys()].join(', ')}`)
  return array
}

/** Largest |a - b| over the largest |b|. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`lengths differ: ${a.length}, ${b.length}`)
  let worst = 0
  let top = 0
  for (let i = 0; i < b.length; i++) {
    worst = Math.max(worst, Math.abs((a[i] ?? Number.NaN) - (b[i] ?? 0)))
    top = Math.max(top, Math.abs(b[i] ?? 0))
  }
  return worst / top
}
