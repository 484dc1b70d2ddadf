/** How a field is searched for the value that just passes. */
export interface FindAxis {
  /** Where to look for more: larger values ask less of the device or save more, or smaller ones do. */
  looser: 'larger' | 'smaller'
  /** The answer in words: `Loosest threshold`. */
  best: string
  noun: string
  /** Where it looks if nothing is said; whole numbers take their field's own range. */
  range: [number, number]
  scale: 'linear' | 'log'
}

const larger = (best: string, noun: string, range: [number, number]): FindAxis => ({ looser: 'larger', best, noun, range, scale: 'log' })
const fewer = (noun: string, range: [number, number]): FindAxis => ({ looser: 'smaller', best: 'Fewest', noun, range, scale: 'linear' })

/** Fields that can be searched: those of the device, the array and the network whose value costs or saves something. */
export const findAxes: Readonly<Record<string, FindAxis>> = {
  'device.threshold': larger('Loosest', 'threshold', [0.0005, 0.1]),
  'device.bitsPerDevice': { looser: 'larger', best: 'Most', noun: 'bits a device', range: [1, 8], scale: 'linear' },
  'weights.bits': fewer('weight bits', [1, 8]),
  'activations.bits': fewer('activation bits', [1, 8]),
  'crossbar.adcBits': fewer('ADC bits', [1, 16]),
  'crossbar.rows': larger('Most', 'rows', [16, 1024]),
  'crossbar.columns': larger('Most', 'columns', [16, 1024]),
  'crossbar.sourceResistance': larger('Largest', 'source resistance', [1, 1e5]),
  'crossbar.neuronResistance': larger('Largest', 'neuron resistance', [1, 1e5]),
  'crossbar.wireResistance': larger('Largest', 'wire resistance', [0.01, 100]),
  'crossbar.chipVariation': larger('Largest', 'chip variation', [0.001, 0.5]),
  'device.time': larger('Longest', 'time since programming', [25, 31_536_000]),
  'device.stuckOn': larger('Largest', 'share stuck on', [1e-5, 0.03]),
  'device.stuckOff': larger('Largest', 'share stuck off', [1e-5, 0.03]),
  'variation.zeta': larger('Largest', 'zeta', [0.001, 1]),
  'variation.c': larger('Largest', 'c', [0.001, 1]),
  'variation.sigmas': larger('Most', 'sigmas', [0.1, 10]),
}

/** Where a threshold is looked for that is to be certified: certificates are vacuous long before searches fail. Window units. */
export const certifiedRange: readonly [number, number] = [1e-5, 0.03]
