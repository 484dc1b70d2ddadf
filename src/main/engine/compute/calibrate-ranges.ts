import { isParasitic } from '../../../shared/converters'
import type { Design } from '../../../shared/fields'
import { ages } from '../../../shared/technology'
import type { Tiled } from '../crossbar/tiled'
import type { Layout } from '../network/layout'
import type { Bins } from './distribution'
import type { Executor } from './executor'
import { percentiles } from './percentiles'

/**
 * Range of the converters of each layer: a percentile of all the sums that its columns give, whatever the digit, tile and
 * device, zeros included. Source: METHODS 7, which leaves the percentile open. `weights` are the devices without error;
 * result in layout order, nothing for digital numbers, in input level times device level. The layers before are read
 * finely, so that a range depends neither on those of other layers nor on the bits of the converters. Where sums are
 * whole numbers a range is the smallest that holds that share; where R rows can give more than 65,535, one of up to a
 * 32,768th of that more. Else it is exact to a 4096th of the largest sum.
 */
export async function calibrateRanges(
  design: Design,
  tiled: Tiled,
  layout: Layout,
  { executorWith, weights, images }: { executorWith: (tiled: Tiled) => Executor; weights: Float32Array; images: Uint32Array },
): Promise<(number | undefined)[]> {
  const whole = Number.isFinite(tiled.converters.exactBits) && !isParasitic(design) && !ages(design)
  const executor = executorWith(readFinely(tiled, whole))
  const full = tiled.converters.range
  const devices = layout.arrays.filter(({ kind }) => kind === 'device').length
  const bins = whole ? wholeBins(full, devices) : undefined
  const edges = await percentiles(executor, 'columns', weights, images, design['crossbar.adcPercentile'], bins)
  let layer = 0
  return layout.arrays.map(({ kind }) => {
    if (kind !== 'device') return undefined
    const edge = edges[layer++] ?? 0
    // A bin of whole numbers ends one below its upper edge.
    return whole ? Math.min(full, edge - 1) : edge
  })
}

/** Converters that tell all sums apart; a million codes over the full range where sums are not whole numbers. */
function readFinely(tiled: Tiled, whole: boolean): Tiled {
  const { range } = tiled.converters
  const codes = whole ? range : 2 ** 20
  return { ...tiled, converters: { ...tiled.converters, codes, step: range / codes } }
}

/** Bins over the full range that each begin at a whole number, one a number where they are not too many. */
function wholeBins(full: number, layers: number): Bins {
  let top = 1
  while (top <= full) top *= 2
  return { count: Math.min(top, 2 ** 16), tops: Array.from({ length: layers }, () => top) }
}
