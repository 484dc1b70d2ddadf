import { mappingFactor } from '../../../shared/device-math'
import { cellsOf, contributionsOf, topsOf } from '../crossbar/cells'
import { eachErring, type AroundDevices } from './around'
import type { VariationSet } from './set'

/** How the error of a weight is spread over its devices: each moves as far, or each in proportion to its level. */
export type Spread = 'even' | 'proportional'

/**
 * A set over weights seen on their devices, errors in levels: those of a weight's devices add up to its own.
 * Source: METHODS 1, [Y] Eq. 4 read backwards: `dW = kappa s d / (2^K - 1)` where all devices move by d levels. In
 * proportion: `d = level dW / W`, W what was aimed at, so that each device errs by one share of what it holds, and one without
 * conductance does not err. With an offset column, whose zero is
 * no level of a device, errors spread evenly. `limit`: no device moves further, in levels. Stuck devices do not move.
 */
export function onDevices(inner: VariationSet, around: AroundDevices, spread: Spread, limit = Infinity): VariationSet {
  const { layout, plan, programmed, devices } = around
  const coefficients = coefficientsOf(around, plan.mapping === 'offset' ? 'even' : spread)
  const count = cellsOf(plan).length
  const most = Math.fround(limit)
  const map = (numbers: Float32Array, write: (place: number, weight: number, coefficient: number) => void): void => {
    layout.arrays.forEach(({ kind, offset, length }, a) => {
      if (kind !== 'device' || programmed.scales[a] === 0) return
      const start = devices.layout.arrays[a]?.offset ?? 0
      for (let i = 0; i < length; i++)
        for (let c = 0; c < count; c++) {
          const place = start + i * count + c
          const coefficient = coefficients[place] ?? 0
          if (coefficient !== 0) write(place, numbers[offset + i] ?? 0, coefficient)
        }
    })
  }
  const cut = (level: number): number => (level > most ? most : level < -most ? -most : level)
  const errorOf = (dW: Float32Array): Float32Array => {
    const error = new Float32Array(devices.layout.length)
    map(dW, (place, weight, coefficient) => (error[place] = cut(Math.fround(weight * coefficient))))
    return error
  }
  // A device that moves against its weight has the interval the other way round.
  const [below, above] = [errorOf(inner.low), errorOf(inner.high)]
  return {
    size: inner.size,
    low: below.map((low, i) => Math.min(low, above[i] ?? 0)),
    high: above.map((high, i) => Math.max(high, below[i] ?? 0)),
    groups: inner.groups,
    zero: () => inner.zero(),
    perturbation: (z) => errorOf(inner.perturbation(z)),
    pullback(z, gradient) {
      const weights = new Float64Array(layout.length)
      layout.arrays.forEach(({ kind, offset, length }, a) => {
        if (kind !== 'device') return
        const start = devices.layout.arrays[a]?.offset ?? 0
        for (let i = 0; i < length; i++) {
          let sum = 0
          for (let c = 0; c < count; c++) {
            const place = start + i * count + c
            sum += (gradient[place] ?? 0) * (coefficients[place] ?? 0)
          }
          weights[offset + i] = sum
        }
      })
      return inner.pullback(z, weights)
    },
  }
}

/** Levels that each device moves for an error of 1 of its weight. */
function coefficientsOf(around: AroundDevices, spread: Spread): Float64Array {
  const { plan, programmed, devices } = around
  const coefficients = new Float64Array(devices.layout.length)
  const [kappa, top, count] = [mappingFactor(plan.mapping), topsOf(plan).device, cellsOf(plan).length]
  eachErring(around, (place, cell, array, _weight, direction) => {
    const s = programmed.scales[array] ?? 0
    if (spread === 'even') {
      coefficients[place] = s === 0 ? 0 : (direction * top) / (kappa * s)
      return
    }
    const first = place - cell
    const shares = contributionsOf(plan, s)
    let weight = 0
    for (let c = 0; c < count; c++) weight += (shares[c] ?? 0) * (devices.targets[first + c] ?? 0)
    coefficients[place] = weight === 0 ? 0 : (devices.levels[place] ?? 0) / weight
  })
  return coefficients
}
