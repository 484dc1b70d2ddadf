import { NadirError } from '../../../shared/errors'
import { mean, standardDeviation } from '../../../shared/stats'
import { numbersOf, parseTable, type CsvTable } from './csv-table'
import { fitPulseCurve, pulseVariation, type FittedCurve } from './fit-pulses'
import { checkLevels, type LevelTable } from './levels'
import type { DeviceSpread, PulseModel } from './pulse'

/** What the numbers of a level file are in. */
export type LevelUnit = { kind: 'window' } | { kind: 'siemens'; gMin: number; gMax: number } | { kind: 'level'; bitsPerDevice: number }

export type MeasuredDevice =
  | { kind: 'levels'; table: LevelTable }
  | {
      kind: 'pulses'
      /** The points as the file has them. */
      pulses: number[]
      conductances: number[]
      /** One curve through all points, in the unit of the file. */
      fit: FittedCurve
      /** A curve each device, where the file names devices. */
      devices: { device: string; fit: FittedCurve }[]
      /** Spread between these curves (DDV); 0 for fewer than two. */
      spread: DeviceSpread
      /** Cycle-to-cycle variation as a share of the window, root mean square over devices; absent where no series is single. */
      ccv?: number
    }

const forms = 'state, mean, sigma | target, measured | pulse, conductance | device, pulse, conductance'

/**
 * Imports measured device data from CSV text; which of three forms it is, its header says (columns in any order):
 * `state, mean, sigma` (a table by programmed state), `target, measured` (raw, reduced to mean and sample standard
 * deviation a target), `pulse, conductance` with an optional `device` (fitted to the pulse model; residual returned).
 * Source: METHODS 6. Levels are returned in window units, states ascending; curves in the unit of the file.
 * Throws bad-value, not-a-number or out-of-range naming file, line, what was expected and what came; imports all or nothing.
 */
export function importMeasured(text: string, where: string, unit: LevelUnit = { kind: 'window' }): MeasuredDevice {
  const table = parseTable(text, where)
  const has = (...columns: string[]): boolean => columns.every((column) => table.header.includes(column))
  if (has('pulse', 'conductance')) return fitDevices(table)
  if (has('state', 'mean', 'sigma')) return { kind: 'levels', table: levelsOf(table, unit) }
  if (has('target', 'measured')) return { kind: 'levels', table: reduce(table, unit) }
  throw new NadirError('bad-value', `${where}, line 1: columns ${table.header.join(', ')}, expected ${forms}.`, {
    hint: 'Name the columns in the first line as shown.',
  })
}

function levelsOf(table: CsvTable, unit: LevelUnit): LevelTable {
  const { position, length } = scaleOf(unit)
  const states = numbersOf(table, 'state').map(position)
  const means = numbersOf(table, 'mean').map(position)
  const sigmas = numbersOf(table, 'sigma', 0).map(length)
  const order = states.map((_, i) => i).sort((a, b) => (states[a] ?? 0) - (states[b] ?? 0))
  order.forEach((row, i) => {
    const line = table.rows[row]?.line ?? 0
    if (i > 0 && states[row] === states[order[i - 1] ?? 0])
      throw new NadirError('bad-value', `${table.where}, line ${line}: a state given before, expected each state once.`, {
        hint: 'Raw measurements go in columns target, measured.',
      })
    checkState(states[row] ?? 0, table.where, line, unit)
  })
  const sorted = (values: readonly number[]): number[] => order.map((row) => values[row] ?? 0)
  const levels = { states: sorted(states), means: sorted(means), sigmas: sorted(sigmas), source: table.where }
  checkLevels(levels)
  return levels
}

function reduce(table: CsvTable, unit: LevelUnit): LevelTable {
  const { position } = scaleOf(unit)
  const targets = numbersOf(table, 'target').map(position)
  const measured = numbersOf(table, 'measured').map(position)
  const byTarget = rowsBy(targets)
  const groups = [...byTarget]
    .sort(([a], [b]) => a - b)
    .map(([state, rows]) => ({ state, rows, values: rows.map((row) => measured[row] ?? 0) }))
  for (const { state, rows } of groups) {
    const line = table.rows[rows[0] ?? 0]?.line ?? 0
    checkState(state, table.where, line, unit)
    if (rows.length < 2)
      throw new NadirError('bad-value', `${table.where}, line ${line}: one measurement of this target, expected at least 2.`, {
        hint: 'A spread needs several measurements of each target.',
      })
  }
  return {
    states: groups.map(({ state }) => state),
    means: groups.map(({ values }) => mean(values)),
    sigmas: groups.map(({ values }) => standardDeviation(values)),
    source: table.where,
  }
}

function fitDevices(table: CsvTable): MeasuredDevice {
  const pulses = numbersOf(table, 'pulse', 0)
  const conductances = numbersOf(table, 'conductance', 0)
  const fit = fitPulseCurve(pulses, conductances, table.where)
  const column = table.header.indexOf('device')
  const byDevice = column < 0 ? new Map<string, number[]>() : rowsBy(table.rows.map(({ cells }) => cells[column] ?? ''))
  const at = (rows: readonly number[], values: readonly number[]): number[] => rows.map((row) => values[row] ?? 0)
  const devices = [...byDevice].map(([device, rows]) => ({
    device,
    fit: fitPulseCurve(at(rows, pulses), at(rows, conductances), `${table.where}, device ${device}`),
  }))
  const variations = devices
    .map(({ device, fit: own }) => [byDevice.get(device) ?? [], own] as const)
    .concat(devices.length === 0 ? [[pulses.map((_, i) => i), fit]] : [])
    .flatMap(([rows, own]) => pulseVariation(at(rows, pulses), at(rows, conductances), own) ?? [])
  const window = fit.curve.gMax - fit.curve.gMin
  const spreadOf = (value: (fit: FittedCurve) => number, scale: number): number =>
    standardDeviation(devices.map((device) => value(device.fit))) / Math.abs(scale)
  return {
    kind: 'pulses',
    pulses,
    conductances,
    fit,
    devices,
    spread: {
      A: spreadOf(({ curve }) => curve.A, fit.curve.A),
      gMin: spreadOf(({ curve }) => curve.gMin, window),
      gMax: spreadOf(({ curve }) => curve.gMax, window),
    },
    ...(variations.length === 0 ? {} : { ccv: Math.sqrt(mean(variations.map((sigma) => sigma ** 2))) }),
  }
}

/** Row numbers by what the rows hold. */
function rowsBy<K>(keys: readonly K[]): Map<K, number[]> {
  const rows = new Map<K, number[]>()
  keys.forEach((key, row) => {
    const known = rows.get(key)
    if (known === undefined) rows.set(key, [row])
    else known.push(row)
  })
  return rows
}

/** The pulse model of a measured technology in window units, as the write-verify loop takes it; conductances count from 0. */
export function measuredModel({
  fit,
  spread,
  ccv = 0,
}: Pick<Extract<MeasuredDevice, { kind: 'pulses' }>, 'fit' | 'spread' | 'ccv'>): PulseModel {
  const { gMin, gMax, A, pMax } = fit.curve
  return { curve: { gMin: 0, gMax: 1, A, pMax }, spread, ccv, zero: -gMin / (gMax - gMin) }
}

/** Tolerance for states at the ends of the window that were written with few digits. */
const slack = 1e-6

function checkState(state: number, where: string, line: number, unit: LevelUnit): void {
  if (state >= -slack && state <= 1 + slack) return
  throw new NadirError(
    'out-of-range',
    `${where}, line ${line}: a state at ${Number(state.toPrecision(6))} of the window, expected 0 to 1.`,
    {
      hint: `The numbers are read in ${unit.kind} units; choose the unit of the file.`,
    },
  )
}

/** Turns positions and lengths of a unit into window units. */
function scaleOf(unit: LevelUnit): { position: (value: number) => number; length: (value: number) => number } {
  switch (unit.kind) {
    case 'window':
      return { position: (value) => value, length: (value) => value }
    case 'siemens': {
      const window = unit.gMax - unit.gMin
      if (!(window > 0))
        throw new NadirError('out-of-range', `The conductance window from ${unit.gMin} to ${unit.gMax} S is empty.`, {
          hint: 'Give a gMax above gMin.',
        })
      return { position: (value) => (value - unit.gMin) / window, length: (value) => value / window }
    }
    case 'level': {
      const top = 2 ** unit.bitsPerDevice - 1
      return { position: (value) => value / top, length: (value) => value / top }
    }
  }
}
