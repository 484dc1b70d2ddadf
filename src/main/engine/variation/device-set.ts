import { cellsOf, topsOf } from '../crossbar/cells'
import { eachErring, type AroundDevices } from './around'
import type { Draws } from './sample'
import type { VariationSet } from './set'
import { diagonal } from './weights'

/** A set in which every device errs on its own, and how a random chip of it is drawn. */
export interface DeviceSet extends VariationSet {
  /** z of a random chip. */
  draw(draws: Draws): Float32Array
}

/**
 * Each device on its own: z has one entry a device that can err, `error = z radius` in levels.
 * Source: METHODS 1, "per device (n slices and polarities a weight)". `radius` of a device from the level it was aimed at,
 * in levels, at least 0; held in float32.
 */
export function deviceSet(around: AroundDevices, radius: (target: number) => number): DeviceSet {
  const { layout, plan, devices, leeway } = around
  const pair = plan.mapping === 'differential'
  const cells = cellsOf(plan)
  const top = topsOf(plan).device
  const high = new Float32Array(devices.layout.length)
  const places: number[] = []
  // Which number of a random chip each takes: that which `summed` adds up into the weight's error.
  const [arrays, weights, numbers, directions]: [number[], number[], number[], number[]] = [[], [], [], []]
  const ends = new Map<number, number>()
  eachErring(around, (place, cell, array, weight, direction) => {
    const left = leeway?.[(layout.arrays[array]?.offset ?? 0) + weight] ?? 1
    high[place] = radius(devices.targets[place] ?? 0) * left
    const { slice, polarity } = cells[cell] ?? { slice: 0, polarity: 1 }
    arrays.push(array)
    weights.push(weight)
    numbers.push(slice * 2 + (pair && polarity < 0 ? 1 : 0))
    directions.push(direction)
    ends.set(array, places.push(place))
  })
  const place = Uint32Array.from(places)
  let start = 0
  const groups = layout.arrays.flatMap(({ name, kind }, a) => {
    if (kind !== 'device') return []
    const group = { name, start, end: ends.get(a) ?? start }
    start = group.end
    return [group]
  })
  return {
    ...diagonal(high, place, groups),
    draw(draws) {
      return Float32Array.from(directions, (direction, i) => {
        const state = (devices.targets[place[i] ?? 0] ?? 0) / top
        const error = draws.device(arrays[i] ?? 0, weights[i] ?? 0, numbers[i] ?? 0, state)
        return pair || draws.oneSided ? error : direction * error
      })
    },
  }
}
