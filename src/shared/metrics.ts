/** What stands behind a number: a proof or a count, an example that was found, random chips, a first-order model. */
export type Proof = 'proved' | 'found' | 'sampled' | 'estimated'

export const metricIds = ['worst', 'floor', 'yield', 'p05', 'mean', 'min', 'clean', 'time', 'energy', 'area', 'latency', 'devices'] as const
export type MetricId = (typeof metricIds)[number]

/** A number that a design can be held to. */
export interface Metric {
  label: string
  /** Unit that its limits are stored in: percent, seconds, joules, square metres, or a plain count. */
  unit: '%' | 's' | 'J' | 'm2' | ''
  /** The side that passes: an accuracy from its limit up, a cost up to its limit. */
  op: '>=' | '<='
  proof: Proof
  help: string
  /** What a new objective of it starts with, as it is written. */
  usual: string
}

export const metrics: Readonly<Record<MetricId, Metric>> = {
  worst: {
    label: 'Worst found',
    unit: '%',
    op: '>=',
    proof: 'found',
    help: 'Lowest accuracy the search found inside the box: an upper bound of the true worst case. A failure is proved by its chip, a pass is not.',
    usual: 'worst >= 90',
  },
  floor: {
    label: 'Certified floor',
    unit: '%',
    op: '>=',
    proof: 'proved',
    help: 'Accuracy that every chip inside the box keeps: a lower bound of the true worst case.',
    usual: 'floor >= 90',
  },
  yield: {
    label: 'Yield',
    unit: '%',
    op: '>=',
    proof: 'sampled',
    help: 'Share of random chips that reach an accuracy: yield(90) counts those of 90 % and more.',
    usual: 'yield(90) >= 99.9',
  },
  p05: {
    label: '5 % quantile',
    unit: '%',
    op: '>=',
    proof: 'sampled',
    help: 'Accuracy that 95 of 100 random chips reach.',
    usual: 'p05 >= 95',
  },
  mean: { label: 'Mean chip', unit: '%', op: '>=', proof: 'sampled', help: 'Mean accuracy of random chips.', usual: 'mean >= 97' },
  min: {
    label: 'Lowest chip drawn',
    unit: '%',
    op: '>=',
    proof: 'sampled',
    help: 'Lowest accuracy of the chips drawn.',
    usual: 'min >= 95',
  },
  clean: {
    label: 'Clean',
    unit: '%',
    op: '>=',
    proof: 'proved',
    help: 'Accuracy without any error, counted on the scored images.',
    usual: 'clean >= 98',
  },
  time: {
    label: 'Programming time',
    unit: 's',
    op: '<=',
    proof: 'estimated',
    help: 'Write-verify of all devices of a chip one after another, from devices that were put through the loop.',
    usual: 'time <= 1 s',
  },
  energy: {
    label: 'Energy',
    unit: 'J',
    op: '<=',
    proof: 'estimated',
    help: 'Energy of an inference, to first order.',
    usual: 'energy <= 1 uJ',
  },
  area: { label: 'Area', unit: 'm2', op: '<=', proof: 'estimated', help: 'Area of the arrays, to first order.', usual: 'area <= 1 mm2' },
  latency: {
    label: 'Latency',
    unit: 's',
    op: '<=',
    proof: 'estimated',
    help: 'Time of an inference, to first order, one layer after the other.',
    usual: 'latency <= 1 ms',
  },
  devices: {
    label: 'Devices',
    unit: '',
    op: '<=',
    proof: 'proved',
    help: 'Devices of a chip, counted: slices and polarities of all weights.',
    usual: 'devices <= 1M',
  },
}
