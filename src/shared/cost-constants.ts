import { z } from 'zod'

/** One number of the cost model as it is shipped, in SI units, with where it is from; `assumed: ...` where no source gave it. */
export interface CostConstant {
  label: string
  value: number
  unit: string
  source: string
}

const isaac = 'Shafiee et al., "ISAAC" (ISCA 2016), Table I, 32 nm'
const cycle = 'section IV: a crossbar read of 100 ns'

/**
 * What the cost model multiplies. Each may be replaced. ISAAC prints powers; its energies are those powers over its
 * 100 ns cycle, divided by the parts that share them. Its own numbers are models, not measured silicon. What a pulse and
 * a verify read take is not here: the device technology of a design says it.
 */
export const costConstants = {
  cellArea: {
    label: 'Area of a cell',
    value: 25e-12 / (128 * 128),
    unit: 'm2',
    source: `${isaac}: 0.0002 mm2 for 8 arrays of 128 x 128 (one digit printed)`,
  },
  cellReadEnergy: {
    label: 'Read of a cell',
    value: (2.4e-3 * 100e-9) / (8 * 128 * 128),
    unit: 'J',
    source: `${isaac}: 2.4 mW for 8 arrays; ${cycle}`,
  },
  readTime: { label: 'Read of a tile', value: 100e-9, unit: 's', source: `Shafiee et al., "ISAAC" (ISCA 2016), ${cycle}` },
  dacArea: { label: 'DAC area, 1 bit', value: 170e-12 / 1024, unit: 'm2', source: `${isaac}: 0.00017 mm2 for 1024 DACs of 1 bit` },
  dacEnergy: {
    label: 'DAC energy, 1 bit',
    value: (4e-3 * 100e-9) / 1024,
    unit: 'J',
    source: `${isaac}: 4 mW for 1024 DACs of 1 bit; ${cycle}`,
  },
  dacGrowth: {
    label: 'DAC, each bit more',
    value: 2,
    unit: '\u00d7 a bit',
    source: 'assumed: area and energy of a DAC double with each bit, as those of its capacitors',
  },
  sampleHoldArea: {
    label: 'Sample-and-hold area',
    value: 40e-12 / 1024,
    unit: 'm2',
    source: `${isaac}: 0.00004 mm2 for 1024 sample-and-holds`,
  },
  sampleHoldEnergy: {
    label: 'Sample-and-hold energy',
    value: (10e-6 * 100e-9) / 1024,
    unit: 'J',
    source: `${isaac}: 10 uW for 1024 sample-and-holds; ${cycle}`,
  },
  adcBits: { label: 'ADC described', value: 8, unit: 'bits', source: `${isaac}: resolution of the ADC that the next three describe` },
  adcArea: { label: 'Area of that ADC', value: 9600e-12 / 8, unit: 'm2', source: `${isaac}: 0.0096 mm2 for 8 ADCs of 8 bits` },
  adcEnergy: {
    label: 'Energy of a conversion',
    value: 16e-3 / 8 / 1.2e9,
    unit: 'J',
    source: `${isaac}: 16 mW for 8 ADCs of 8 bits at 1.2 GS/s`,
  },
  adcTime: {
    label: 'Time of a conversion',
    value: 1 / 1.2e9,
    unit: 's',
    source: `${isaac}: 1.2 GS/s; kept for every resolution (assumed)`,
  },
  adcEnergyGrowth: {
    label: 'ADC energy, each bit more',
    value: 2,
    unit: '\u00d7 a bit',
    source: 'Walden figure of merit P = FOM 2^B fs, as kept in Murmann, "ADC Performance Survey", github.com/bmurmann/ADC-survey',
  },
  adcAreaGrowth: {
    label: 'ADC area, each bit more',
    value: 2,
    unit: '\u00d7 a bit',
    source: 'assumed: as the energy; ISAAC grows only the capacitive DAC of its ADC so',
  },
  adcsPerTile: { label: 'ADCs', value: 1, unit: 'a tile', source: `${isaac}: 8 ADCs for 8 arrays, shared by 128 columns` },
  shiftAddArea: {
    label: 'Shift-and-add area',
    value: 240e-12 / 8,
    unit: 'm2',
    source: `${isaac}: 0.00024 mm2 of shift-and-add for 8 arrays`,
  },
  shiftAddEnergy: {
    label: 'Shift-and-add energy',
    value: (0.2e-3 * 100e-9) / 1024,
    unit: 'J',
    source: `${isaac}: 0.2 mW for the 1024 columns of 8 arrays; ${cycle}`,
  },
  devicesAtOnce: {
    label: 'Programmed at once',
    value: 1,
    unit: 'a tile',
    source: 'assumed: a tile programs one device after the other, all tiles side by side',
  },
} as const satisfies Record<string, CostConstant>

export type CostConstantName = keyof typeof costConstants

/** A number for each constant. */
export type CostValues = Record<CostConstantName, number>

/** A constant as doors show it. */
export interface CostConstantInfo extends CostConstant {
  name: CostConstantName
  shipped: number
  edited: boolean
}

export const costConstantNames = Object.keys(costConstants).filter(isCostConstant)

export function isCostConstant(name: string): name is CostConstantName {
  return Object.hasOwn(costConstants, name)
}

/** What a constant may be set to. */
export const costValue = z.number().positive().max(1e9)
const kept = z.record(z.string(), z.unknown())

/** The edits of a data folder: what is no number for a constant of today is left out, so that its shipped value stands. */
export function readCostEdits(stored: unknown): Partial<CostValues> {
  const edits: Partial<CostValues> = {}
  for (const [name, value] of Object.entries(kept.safeParse(stored).data ?? {})) {
    const read = costValue.safeParse(value)
    if (isCostConstant(name) && read.success) edits[name] = read.data
  }
  return edits
}

/** Every constant with the edits on top, and the shipped value and its source beside it. */
export function listCostConstants(edits: Partial<CostValues> = {}): CostConstantInfo[] {
  return costConstantNames.map((name) => {
    const { label, unit, source, value: shipped } = costConstants[name]
    return { name, label, unit, source, shipped, value: edits[name] ?? shipped, edited: edits[name] !== undefined }
  })
}

/** The values of a list of constants. */
export function valuesOf(constants: readonly CostConstantInfo[]): CostValues {
  return costValues(Object.fromEntries(constants.map(({ name, value }) => [name, value])))
}

/** The values that the cost is counted with. */
export function costValues(edits: Partial<CostValues> = {}): CostValues {
  return { ...shippedValues, ...edits }
}

const shippedValues = Object.fromEntries(costConstantNames.map((name) => [name, costConstants[name].value])) as CostValues
