import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hatch } from '../../../../src/renderer/charts/hatch'
import { bracketPlot, bracketSays, floorWords, type BracketRow } from '../../../../src/renderer/views/worst/bracket-plot'
import { bracketTable } from '../../../../src/renderer/views/worst/tables'
import { boxes, draw, lines, words } from './drawing'

const montecarlo = {
  kind: 'uniform',
  draws: 1000,
  mean: 98.2,
  sd: 0.2,
  min: 97.5,
  max: 98.6,
  quantiles: { p05: 97.8, p50: 98.2, p95: 98.5 },
}
const vacuous = { method: 'interval', accuracy: 0, images: 100, vacuous: true }
const row: BracketRow = {
  name: 'standard',
  note: 'this point',
  index: 0,
  worst: 2.6,
  clean: 98.6,
  floor: 0,
  certificate: vacuous,
  heldOut: 3.1,
  montecarlo,
}

describe('the bracket', () => {
  it('puts the worst found, the random chips and clean where they lie on the axis', () => {
    const { shapes, left } = draw(bracketPlot([{ ...row, worst: 40 }], 'linear', 90))
    const marker = shapes.flatMap((shape) => (shape.type === 'path' && shape.style.fill === 'c1' ? [shape.shape.pathData] : []))
    // A circle of radius 6 around 40 %.
    expect(marker.at(-1)).toMatch(new RegExp(`^M${left + 400 + 6} `))
    const [middle] = boxes(shapes, 'reference')
    expect(middle?.x).toBeCloseTo(left + 978)
    expect(middle?.width).toBeCloseTo(7)
    const [zone] = boxes(shapes, 'pass zone')
    expect([zone?.x, zone?.width]).toEqual([left + 900, expect.closeTo(100)])
  })

  it('leaves undecided exactly what lies between the floor and the worst found', () => {
    const { shapes, left } = draw(bracketPlot([{ ...row, floor: 30, worst: 60, montecarlo: { ...montecarlo, min: 97.5 } }], 'linear', 90))
    const strokes = lines(shapes, 'muted')
    const xs = strokes.flat().map(([x]) => x)
    expect(strokes.length).toBeGreaterThan(40)
    expect(Math.min(...xs)).toBeCloseTo(left + 300, 0)
    expect(Math.max(...xs)).toBeCloseTo(left + 600, 0)
  })

  it('says of a floor that it is vacuous, why nothing is certified, or that none was asked for', () => {
    expect(floorWords(row)).toBe('floor 0.0, vacuous: the interval bound says nothing here')
    expect(floorWords({ floor: 0, certificate: { ...vacuous, why: 'Columns are converted.' } })).toBe(
      'floor 0.0, vacuous: Columns are converted.',
    )
    expect(floorWords({ floor: 42.25, certificate: { ...vacuous, accuracy: 42.25, vacuous: false } })).toBe('certified floor 42.3')
    expect(floorWords({})).toBe('no floor asked for')
  })

  it('names every number beside its mark, on the axis of the probability too', () => {
    for (const kind of ['linear', 'probability'] as const) {
      const said = words(draw(bracketPlot([row], kind, 90)).shapes)
      expect(said).toContain('worst found 2.6, 3.1 on held-out images')
      expect(said).toContain('Monte Carlo 98.2, lowest 97.5')
      expect(said).toContain('spec 90')
      expect(said).toContain('98.6')
    }
  })

  it('draws a pinned point as a second row in a colour and marker of its own', () => {
    const { shapes } = draw(bracketPlot([row, { ...row, name: 'adversarial', note: 'pinned', index: 1, worst: 93.5 }], 'linear', 90))
    expect(words(shapes).filter((text) => text.startsWith('worst found'))).toHaveLength(2)
    expect(shapes.some((shape) => shape.type === 'path' && shape.style.fill === 'c2')).toBe(true)
  })

  it('is told in words and as a table', () => {
    expect(bracketSays([row], 90)).toBe(
      'Accuracy in percent; the spec is 90. standard, this point: worst found 2.6, 3.1 on images the search has not seen; floor 0.0, vacuous: the interval bound says nothing here. Random chips: mean 98.2, lowest 97.5 of 1000. Clean 98.6.',
    )
    const [head, numbers] = bracketTable([row])
    expect(numbers).toEqual(['standard', 0, 2.6, 3.1, 97.5, 97.8, 98.2, 98.5, 98.6])
    expect(head).toHaveLength(numbers?.length ?? 0)
  })
})

describe('hatching', () => {
  it('never leaves its box, and keeps its angle', () => {
    const size = fc.double({ min: 0.5, max: 500, noNaN: true })
    fc.assert(
      fc.property(size, size, (width, height) => {
        for (const points of lines(hatch(10, 20, width, height, 'stroke'), 'stroke')) {
          const [[x0, y0] = [0, 0], [x1, y1] = [0, 0]] = points
          expect(x1 - x0).toBeCloseTo(y0 - y1, 6)
          for (const [x, y] of points) {
            expect(x).toBeGreaterThanOrEqual(10 - 1e-9)
            expect(x).toBeLessThanOrEqual(10 + width + 1e-9)
            expect(y).toBeGreaterThanOrEqual(20 - 1e-9)
            expect(y).toBeLessThanOrEqual(20 + height + 1e-9)
          }
        }
      }),
    )
  })

  it('draws nothing in no room', () => expect(hatch(0, 0, 0, 10, 'stroke')).toEqual([]))
})
