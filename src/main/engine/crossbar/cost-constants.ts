/** One number of the cost model, in SI units, with where it is from; `assumed: ...` where nobody measured it for us. */
export interface CostConstant {
  value: number
  unit: string
  source: string
}

const isaac = 'Shafiee et al., "ISAAC" (ISCA 2016), Table I, 32 nm'
const cycle = 'section IV: a crossbar read of 100 ns'

/**
 * What the cost model multiplies. Each may be replaced. ISAAC prints powers; its energies are those powers over its
 * 100 ns cycle, divided by the parts that share them. Its own numbers are models, not measured silicon.
 */
export const costConstants = {
  cellArea: { value: 25e-12 / (128 * 128), unit: 'm2', source: `${isaac}: 0.0002 mm2 for 8 arrays of 128 x 128 (one digit printed)` },
  cellReadEnergy: { value: (2.4e-3 * 100e-9) / (8 * 128 * 128), unit: 'J', source: `${isaac}: 2.4 mW for 8 arrays; ${cycle}` },
  readTime: { value: 100e-9, unit: 's', source: `Shafiee et al., "ISAAC" (ISCA 2016), ${cycle}` },
  dacArea: { value: 170e-12 / 1024, unit: 'm2', source: `${isaac}: 0.00017 mm2 for 1024 DACs of 1 bit` },
  dacEnergy: { value: (4e-3 * 100e-9) / 1024, unit: 'J', source: `${isaac}: 4 mW for 1024 DACs of 1 bit; ${cycle}` },
  dacGrowth: {
    value: 2,
    unit: 'factor a bit',
    source: 'assumed: area and energy of a DAC double with each bit, as those of its capacitors',
  },
  sampleHoldArea: { value: 40e-12 / 1024, unit: 'm2', source: `${isaac}: 0.00004 mm2 for 1024 sample-and-holds` },
  sampleHoldEnergy: { value: (10e-6 * 100e-9) / 1024, unit: 'J', source: `${isaac}: 10 uW for 1024 sample-and-holds; ${cycle}` },
  adcBits: { value: 8, unit: 'bits', source: `${isaac}: resolution of the ADC that the next three lines describe` },
  adcArea: { value: 9600e-12 / 8, unit: 'm2', source: `${isaac}: 0.0096 mm2 for 8 ADCs of 8 bits` },
  adcEnergy: { value: 16e-3 / 8 / 1.2e9, unit: 'J', source: `${isaac}: 16 mW for 8 ADCs of 8 bits at 1.2 GS/s` },
  adcTime: { value: 1 / 1.2e9, unit: 's', source: `${isaac}: 1.2 GS/s; kept for every resolution (assumed)` },
  adcEnergyGrowth: {
    value: 2,
    unit: 'factor a bit',
    source: 'Walden figure of merit P = FOM 2^B fs, as kept in Murmann, "ADC Performance Survey", github.com/bmurmann/ADC-survey',
  },
  adcAreaGrowth: { value: 2, unit: 'factor a bit', source: 'assumed: as the energy; ISAAC grows only the capacitive DAC of its ADC so' },
  adcsPerTile: { value: 1, unit: 'ADCs', source: `${isaac}: 8 ADCs for 8 arrays, shared by 128 columns` },
  shiftAddArea: { value: 240e-12 / 8, unit: 'm2', source: `${isaac}: 0.00024 mm2 of shift-and-add for 8 arrays` },
  shiftAddEnergy: { value: (0.2e-3 * 100e-9) / 1024, unit: 'J', source: `${isaac}: 0.2 mW for the 1024 columns of 8 arrays; ${cycle}` },
  pulseEnergy: { value: 2 * 2 * 50e-6 * 100e-9, unit: 'J', source: 'assumed: V^2 G t at 2 V, 50 uS and 100 ns' },
  pulseTime: { value: 100e-9, unit: 's', source: 'assumed: one programming pulse of 100 ns' },
  verifyEnergy: {
    value: (2.4e-3 * 100e-9) / (8 * 128 * 128) + 16e-3 / 8 / 1.2e9,
    unit: 'J',
    source: 'assumed: one cell read and one conversion, as above',
  },
  verifyTime: { value: 100e-9, unit: 's', source: 'assumed: a verify read takes as long as a crossbar read' },
  devicesAtOnce: { value: 1, unit: 'devices a tile', source: 'assumed: a tile programs one device after the other, all tiles at once' },
} as const satisfies Record<string, CostConstant>

export type CostConstants = Record<keyof typeof costConstants, CostConstant>
