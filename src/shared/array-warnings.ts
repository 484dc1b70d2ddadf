import { calibrates, convertersOf, converts, countsDevices, type Converters } from './converters'
import type { Design } from './fields'

/** What the array of a design does to its results, and what of it does nothing, in words. A kind of warning ends at its colon. */
export function arrayWarnings(design: Design, layers: readonly { name: string; down: number }[]): string[] {
  const warnings: string[] = []
  if (design['weights.bits'] !== 'float') warnings.push(bitsText(design))
  if (!countsDevices(design)) return warnings
  const cut = layers.filter(({ down }) => down > 1).map(({ name, down }) => `${name} in ${down}`)
  if (converts(design)) warnings.push(`columns are read ${readingText(design, convertersOf(design))}`)
  if (cut.length > 0)
    warnings.push(`layers are cut into tiles that are read one by one: ${cut.join(', ')}, of ${design['crossbar.rows']} rows`)
  if (design['crossbar.parasitics'] === 'closed' && design['crossbar.sourceResistance'] > 0 && design['crossbar.neuronResistance'] > 0)
    warnings.push('closed form: with source and neuron resistance it can be tens of percent off; nodal solves the tile')
  return warnings
}

function readingText(design: Design, { exactBits, isaacBits, step, range, codes }: Converters): string {
  const isaac = `(ISAAC's rule: ${isaacBits})`
  const analog = !Number.isFinite(exactBits)
  // As many codes as there are sums tell them apart over any range.
  if (!analog && step === 1) return `exactly: ${exactBits} bits tell all sums apart ${isaac}`
  const noExact = 'analog sums have no exact number of bits'
  if (calibrates(design)) {
    const share = Number((100 * design['crossbar.adcPercentile']).toPrecision(12))
    const exact = analog ? noExact : `all sums that ${design['crossbar.rows']} rows can give take ${exactBits} bits ${isaac}`
    return `in codes of a calibrated range: ${codes + 1} for the lowest ${share} % of the sums of each layer, which the run finds out; larger sums are cut; ${exact}`
  }
  if (analog) return `in steps: ${plain(step)} of ${plain(range)} levels; ${noExact}`
  return `in steps: ${plain(step)} of the ${plain(range)} levels that ${design['crossbar.rows']} rows can give; exact sums take ${exactBits} bits ${isaac}`
}

function bitsText(design: Design): string {
  const kind = design['variation.kind']
  if (kind === 'level') return 'bits a device change the set: they decide which states a device is programmed to, and so how far it errs'
  if (kind === 'relative' || kind === 'multiplicative') return 'bits a device do not change the set: errors are shares of whole weights'
  if (design['device.thresholdUnit'] === 'level')
    return 'bits a device change the bound: a threshold in level spacings is a smaller part of the window the more levels there are, t = th / (2^K - 1)'
  return countsDevices(design)
    ? 'bits a device do not change the bound while the threshold is in window units, but what their columns read'
    : 'bits a device do not change the worst case while the threshold is in window units'
}

const plain = (value: number): string => String(Number(value.toPrecision(3)))
