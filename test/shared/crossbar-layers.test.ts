import { describe, expect, it } from 'vitest'
import { cellsOf, planOf } from '../../src/main/engine/crossbar/cells'
import { columnPlace } from '../../src/shared/crossbar-layers'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'

const table = createFieldTable()
const design = (set: Record<string, unknown>): Design => parseSpec(table, set).fields as Design

describe('the columns of a plane', () => {
  it.each(['differential', 'offset', 'sign-magnitude'] as const)('of %s are the devices that the engine lays there', (scheme) => {
    for (const [M, K] of [
      [4, 2],
      [8, 1],
      [2, 2],
    ] as const) {
      const made = design({ 'mapping.scheme': scheme, 'weights.bits': M, 'device.bitsPerDevice': K })
      for (const sign of ['positive', 'negative'] as const) {
        const polarity = sign === 'positive' ? 1 : -1
        const cells = cellsOf(planOf(made)).filter((cell) => scheme !== 'sign-magnitude' || cell.polarity === polarity)
        for (let column = 0; column < 3 * cells.length; column++) {
          const place = columnPlace(made, column, sign)
          const cell = cells[column % cells.length]
          expect([place.output, place.slice]).toEqual([Math.floor(column / cells.length), cell?.slice])
          if (scheme !== 'offset') expect(place.sign).toBe(cell?.polarity === 1 ? 'positive' : 'negative')
        }
      }
    }
  })

  it('of float weights are one an output and sign', () => {
    expect(columnPlace(design({ 'weights.bits': 'float' }), 5, 'negative')).toEqual({ output: 5, slice: 0, sign: 'negative' })
  })
})
