import { describe, expect, it } from 'vitest'
import { heatStep } from '../../../../src/renderer/views/worst/confusion-heat'
import { suggestedCorner } from '../../../../src/renderer/views/worst/corner-name'
import { imageBytes, imagePixels, signalPath } from '../../../../src/renderer/views/worst/image-pixels'
import { largestWords, partEffects } from '../../../../src/renderer/views/worst/part-effects'
import {
  confusionTable,
  convergenceTable,
  directionTable,
  errorTable,
  imageTable,
  mapTable,
  marginTable,
  sensitivityTable,
} from '../../../../src/renderer/views/worst/tables'
import { landscape, margins, record, sensitivity } from './example-record'

describe('the parts of a network', () => {
  it('lose what only they cost, or win back what they alone held, and lie as on the tiles', () => {
    const { layers, most } = partEffects(sensitivity.tiles, sensitivity, 'alone')
    expect(layers.map(({ layer, across }) => [layer, across])).toEqual([
      ['conv1', 1],
      ['fc1', 2],
    ])
    expect(layers[1]?.parts.map(({ part, points }) => [part.down, part.across, points])).toEqual([
      [0, 0, 16],
      [0, 1, 1],
      [1, 0, 0],
    ])
    expect(most).toBe(16)
    expect(layers[1]?.parts.map(({ step }) => step)).toEqual([6, 1, 0])
    expect(
      partEffects(sensitivity.layers, sensitivity, 'without').layers.flatMap(({ parts }) => parts.map(({ points }) => points)),
    ).toEqual([5, 20])
  })

  it('say which costs most, and what it would help to make it exact', () => {
    expect(largestWords(sensitivity, 'layers')).toBe(
      'Largest: fc1. Its 80 weights, 80.0\u00a0% of all, cost 16.0\u00a0pt when only they err. With it exact this chip rises from 40.0 to 60.0\u00a0%.',
    )
    // A part may stand against the harm that the others do.
    expect(largestWords(sensitivity, 'tiles')).toContain('fc1, tile 0,0. Its 30 weights, 30.0\u00a0% of all')
    expect(largestWords(sensitivity, 'tiles')).toContain('With it exact this chip stays at 38.0\u00a0%.')
    expect(largestWords({ ...sensitivity, tiles: [] }, 'tiles')).toContain('Largest: fc1.')
  })
})

describe('the confusion', () => {
  it('takes square-root steps of the row, and leaves empty cells plain', () => {
    expect([0, 1, 25, 50, 100].map((n) => heatStep(n, 100))).toEqual([undefined, 0, 3, 4, 6])
    expect(heatStep(3, 0)).toBeUndefined()
  })
})

describe('an image', () => {
  it('is grey of one channel and coloured of three', () => {
    expect([...imageBytes(btoa('\u0000\u00ff'))]).toEqual([0, 255])
    expect([...imagePixels(Uint8Array.of(7, 9), [1, 2, 1])]).toEqual([7, 7, 7, 255, 9, 9, 9, 255])
    expect([...imagePixels(Uint8Array.of(1, 2, 3, 4, 5, 6), [2, 1, 3])]).toEqual([1, 2, 3, 255, 4, 5, 6, 255])
  })

  it('is a line where it is a signal, its largest value at the top', () => {
    expect(signalPath(Uint8Array.of(0, 255, 51))).toBe('M0.00 100.00L50.00 0.00L100.00 80.00')
  })
})

describe('a suggested name', () => {
  it('is one that corners may have', () => {
    expect(suggestedCorner('lenet-w4a4', 't = 0.0300')).toBe('lenet-w4a4-t0-0300')
    expect(suggestedCorner('LeNet', `bits a device 2\u00a0bit ${'x'.repeat(90)}`)).toMatch(/^[a-z0-9][a-z0-9-]{0,63}$/)
  })
})

describe('the tables', () => {
  const isWhole = (rows: (string | number | undefined)[][]): void => {
    for (const row of rows) expect(row.every((cell) => typeof cell !== 'number' || Number.isFinite(cell))).toBe(true)
  }

  it('hold every number of the record', () => {
    expect(confusionTable(record)).toEqual([
      ['true \\ answered', 0, 1, 'images', 'right %', 'clean %'],
      [0, 1, 3, 4, 25, 100],
      [1, 3, 3, 6, 50, 83],
    ])
    expect(errorTable(record)).toEqual([
      ['|error| / bound from', 'to', 'weights'],
      [0, 0, 10],
      [0, 0.5, 20],
      [0.5, 1, 30],
      [1, 1, 40],
      ['layer', 'weights', 'with an error', 'at the bound'],
      ['conv1', 20, 15, 5],
      ['fc1', 80, 75, 35],
    ])
    expect(imageTable(record.weakest)).toEqual([
      ['image', 'true', 'answered', 'margin'],
      [60_003, 1, 0, -2.5],
      [7, 0, 1, -1],
    ])
  })

  it('hold every number of what is looked at besides', () => {
    for (const rows of [sensitivityTable(sensitivity), directionTable(landscape), mapTable(landscape), marginTable(margins)]) isWhole(rows)
    expect(mapTable(landscape)).toHaveLength(10)
    expect(mapTable(landscape)[5]).toEqual([0, 0, 0, 90])
    expect(directionTable(landscape)[0]).toEqual([
      'alpha',
      'worst, nats',
      'random 2, nats',
      'random 3, nats',
      'worst, %',
      'random 2, %',
      'random 3, %',
    ])
    expect(sensitivityTable(sensitivity)).toContainEqual(['fc1', 0, 1, 20, 89, 41])
    expect(marginTable(margins)).toContainEqual(['fc1', 0, 1, 9, 2])
    expect(convergenceTable([{ by: 'F-LWC', images: 5, steps: [[1, 50]] }], { split: 'train', images: 9, accuracy: 60 })).toEqual([
      ['search', 'images', 'gradient passes', 'accuracy %'],
      ['F-LWC', 5, 1, 50],
      ['held out, train', 9, undefined, 60],
    ])
  })
})
