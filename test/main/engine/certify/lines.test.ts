import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { quantised, type Activation } from '../../../../src/main/engine/certify/bounds/interval-activation'
import { emptyIntervals, highsOf } from '../../../../src/main/engine/certify/bounds/interval-product'
import { relaxationOf, type Lines } from '../../../../src/main/engine/certify/bounds/lines'

const members = 4
const step = (levels: number, bias: number): Activation => ({
  kind: 'activation',
  inputs: [0],
  shape: [1],
  size: 1,
  bias: Float64Array.of(bias),
  clip: 2,
  levels,
  windows: Int32Array.from({ length: members }, (_, i) => i),
  members,
})
const ends = fc.tuple(fc.double({ min: -1.5, max: 3, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.boolean())
const cases = fc.record({
  levels: fc.constantFrom(0, 1, 3, 15),
  bias: fc.double({ min: -0.5, max: 0.5, noNaN: true }),
  // Wide intervals, and narrow ones of which one may pass the others.
  window: fc.array(ends, { minLength: members, maxLength: members }),
  places: fc.array(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: members, maxLength: members }), {
    minLength: 20,
    maxLength: 20,
  }),
  widened: fc.boolean(),
})

describe('the lines of an activation', () => {
  it('lie below and above it wherever in their intervals the members of a window are', () => {
    fc.assert(
      fc.property(cases, ({ levels, bias, window, places, widened }) => {
        const activation = step(levels, bias)
        const x = emptyIntervals(members, 1)
        const widths = window.map(([, width, narrow]) => width * (narrow ? 0.05 : 4))
        window.forEach(([low], i) => {
          x.data[i] = low
          x.data[highsOf(x) + i] = low + (widths[i] ?? 0)
        })
        const { lower, upper } = relaxationOf(activation, x, 0, widened)
        const corners = Array.from({ length: 2 ** members }, (_, c) => widths.map((_w, i) => (c >> i) & 1))
        for (const place of [...places, ...corners]) {
          const values = window.map(([low], i) => low + (place[i] ?? 0) * (widths[i] ?? 0))
          const result = quantised(Math.max(...values) + bias, activation)
          const at = ({ slope, constant, member }: Lines): number => (slope[0] ?? 0) * (values[member[0] ?? 0] ?? 0) + (constant[0] ?? 0)
          expect(at(lower)).toBeLessThanOrEqual(result + 1e-12)
          expect(at(upper)).toBeGreaterThanOrEqual(result - 1e-12)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
