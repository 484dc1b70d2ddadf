import { describe, expect, it } from 'vitest'
import { derivedLines } from '../../../../src/renderer/views/explore/derived-lines'
import { designCost } from '../../../../src/shared/design-cost'
import { derive } from '../../../../src/shared/device-math'
import type { Design } from '../../../../src/shared/fields'
import { spec } from '../../example-run'

const design = spec({}).fields as Design
const shapes = [{ name: 'fc', rows: 100, columns: 10, positions: 1 }]

describe('the lines beside the fields of the crossbar', () => {
  it('say area, energy and latency, and that they are first order', () => {
    const derived = derive(design, shapes)
    const lines = derivedLines(derived, [], designCost(design, derived.layers)).get('crossbar.columns') ?? []
    expect(lines.map(({ name }) => name)).toEqual(['tiles', 'utilisation', 'first order: area', 'energy', 'latency'])
    expect(lines.map(({ text }) => text).slice(2)).toEqual([
      expect.stringMatching(/[µm]m²$/) as string,
      expect.stringMatching(/J an inference$/) as string,
      expect.stringMatching(/s$/) as string,
    ])
  })

  it('leave the cost out where no network is known', () => {
    expect(derivedLines(derive(design, []), [], designCost(design, [])).has('crossbar.columns')).toBe(false)
  })
})
