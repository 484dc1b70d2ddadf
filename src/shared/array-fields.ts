import { z } from 'zod'
import { field } from './field'

/** Fields of what surrounds the devices of a tile, in the order the form shows them. */
export const arrayFields = {
  'crossbar.adcBits': field(z.union([z.int().min(1).max(16), z.literal('off')]).default('off'), {
    label: 'ADC',
    unit: 'bit',
    help: 'Bits of the converter that reads each column of a tile, for each digit of the inputs, slice and sign, before shift and add. Its range is what R rows can give at most, so larger tiles are read more coarsely. Searches differentiate straight through it, and may stay further above the true worst case than without. off: columns are read exactly.',
    formula: 'exact from ceil(log2(R (2^v - 1)(2^K - 1) + 1)) bits',
    source: 'METHODS 7',
    control: 'slider',
  }),
  'crossbar.dacBits': field(z.int().min(1).max(8).default(1), {
    label: 'DAC',
    unit: 'bit',
    help: 'Bits of an input that go into the array in one cycle, v. Fewer bits take more cycles and give smaller sums, which need fewer bits to read. Acts where columns are converted.',
    formula: 'cycles = ceil(A / v)',
    source: 'METHODS 7',
    needs: { field: 'crossbar.adcBits', not: ['off'] },
    control: 'slider',
  }),
  'crossbar.parasitics': field(z.enum(['none', 'closed', 'nodal']).default('none'), {
    label: 'Parasitics',
    help: 'Resistance of drivers, sense nodes and wires. closed: source and neuron resistance in closed form, quick, and off by tens of percent where both count. nodal: the whole tile solved exactly, wires included.',
    formula: "closed: G' = G / ((1 + Rs sum_row G)(1 + Rn sum_column G))",
    source: '[C]; METHODS 7',
    control: 'segmented',
  }),
  'crossbar.sourceResistance': field(z.number().min(0).max(1e6).default(1000), {
    label: 'Source',
    unit: 'Ohm',
    help: 'Resistance of the driver of a row, Rs. Acts with parasitics.',
    source: '[C]',
    needs: { field: 'crossbar.parasitics', not: ['none'] },
    control: 'number',
  }),
  'crossbar.neuronResistance': field(z.number().min(0).max(1e6).default(500), {
    label: 'Neuron',
    unit: 'Ohm',
    help: 'Resistance between a column and the virtual ground that senses it, Rn. Acts with parasitics.',
    source: '[C]',
    needs: { field: 'crossbar.parasitics', not: ['none'] },
    control: 'number',
  }),
  'crossbar.wireResistance': field(z.number().min(0).max(1000).default(1), {
    label: 'Wire',
    unit: 'Ohm',
    help: 'Resistance of a line from one cell to the next, rows and columns alike. Acts with nodal parasitics; the closed form has no wires.',
    source: 'METHODS 7',
    needs: { field: 'crossbar.parasitics', not: ['none', 'closed'] },
    control: 'number',
  }),
  'crossbar.chipVariation': field(z.number().min(0).max(1).default(0), {
    label: 'Chip variation',
    help: 'Standard deviation of a factor on the conductances of a random chip, as a share. It acts on the random chips only: the worst case is that of the box.',
    formula: 'G (1 + N(0, sigma))',
    source: '[C]',
    control: 'number',
    advanced: true,
  }),
  'crossbar.chipScope': field(z.enum(['device', 'chip']).default('device'), {
    label: 'Varies',
    help: 'device: each device has a factor of its own, frozen for a chip. chip: one factor for all devices of a chip.',
    source: 'METHODS 7; [C] does not say which',
    needs: { field: 'crossbar.chipVariation', not: [0] },
    control: 'segmented',
    advanced: true,
  }),
} as const
