import { NadirError } from '../../../shared/errors'

/** What a device really holds after programming, by programmed state; all in window units, states ascending. */
export interface LevelTable {
  states: readonly number[]
  means: readonly number[]
  sigmas: readonly number[]
  source: string
}

/** Throws out-of-range where a table is empty, out of order, or of unequal columns. */
export function checkLevels({ states, means, sigmas }: LevelTable): void {
  const ordered = states.every((state, i) => i === 0 || state > (states[i - 1] ?? Infinity))
  const columns = states.length === means.length && states.length === sigmas.length
  if (states.length === 0 || !ordered || !columns || sigmas.some((sigma) => !(sigma >= 0)))
    throw new NadirError('out-of-range', 'A table of levels needs states in ascending order, each with a mean and a sigma of at least 0.', {
      hint: 'Sort the states, give each once, and check that no column is short.',
    })
}

/** A column of the table between its states, linearly; held beyond the first and the last one. */
function interpolate(states: readonly number[], values: readonly number[], state: number): number {
  const above = states.findIndex((known) => known >= state)
  if (above === 0) return values[0] ?? Number.NaN
  if (above < 0) return values.at(-1) ?? Number.NaN
  const [x0, x1] = [states[above - 1] ?? 0, states[above] ?? 1]
  const [y0, y1] = [values[above - 1] ?? 0, values[above] ?? 0]
  return y0 + ((y1 - y0) * (state - x0)) / (x1 - x0)
}

/** Mean and standard deviation of what a programmed state holds, interpolated; window units. */
export function levelAt(table: LevelTable, state: number): { mean: number; sigma: number } {
  return { mean: interpolate(table.states, table.means, state), sigma: interpolate(table.states, table.sigmas, state) }
}

/**
 * Radius of the box around a programmed state: `|mean - state| + sigmas * sigma`, in window units.
 * Source: METHODS 1, level-dependent variation. The offset of the mean is part of the radius, since the box is centred on
 * what was programmed. `state` in [0, 1], `sigmas` how many standard deviations the box holds.
 */
export function levelRadius(table: LevelTable, state: number, sigmas: number): number {
  const { mean, sigma } = levelAt(table, state)
  return Math.abs(mean - state) + sigmas * sigma
}

/** The 2^K states of a K-bit device, ascending in [0, 1]. */
export function levelStates(bitsPerDevice: number): Float64Array {
  const top = 2 ** bitsPerDevice - 1
  return Float64Array.from({ length: top + 1 }, (_, level) => level / top)
}

/** Radius of every state of a K-bit device, in window units. Throws as `checkLevels`. */
export function levelRadii(table: LevelTable, bitsPerDevice: number, sigmas: number): Float64Array {
  checkLevels(table)
  return levelStates(bitsPerDevice).map((state) => levelRadius(table, state, sigmas))
}

/** Targets of devices `first`, `first + 1`, ...: all 2^K states in turn by device index, so shards agree; window units. */
export function targetsInTurn(first: number, count: number, bitsPerDevice: number): Float64Array {
  const states = levelStates(bitsPerDevice)
  return Float64Array.from({ length: count }, (_, i) => states[(first + i) % states.length] ?? 0)
}
