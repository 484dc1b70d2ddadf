// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { createReport } from '../../../src/main/report/create'
import type { Design } from '../../../src/shared/fields'
import type { RunDetail } from '../../../src/shared/results'
import { detailOf, falling } from '../../support/runs'
import { costValues } from '../../../src/shared/cost-constants'

const thresholds = { from: 0.005, to: 0.04, steps: 8 }
const page = (...runs: RunDetail[]): Document =>
  new DOMParser().parseFromString(
    createReport({ runs, models: [], accuracySpec: 90, costs: costValues(), version: '0.1.0' }, 'html').text,
    'text/html',
  )
const plain = (text: string | null | undefined): string =>
  (text ?? '')
    .replace(/\u00a0/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
const text = (of: ParentNode, selector: string): string => plain(of.querySelector(selector)?.textContent)
const rowsOf = (document: Document, table: number): string[][] =>
  [...(document.querySelectorAll('table')[table]?.querySelectorAll('tbody tr') ?? [])].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => plain(cell.textContent)),
  )

const knees: Record<string, number> = { 'lenet-w4a4': 0.006, 'lenet-w4a4-va': 0.0125, 'lenet-w4a4-adv': 0.5 }
const three = detailOf({
  id: 'r-00001',
  name: 'three trainings',
  spec: { axes: { 'device.threshold': thresholds, model: Object.keys(knees) } },
  worst: ({ model }, t) => falling(98.6, knees[model] ?? 1, t),
})

describe('a report of a run with several curves', () => {
  it('says of each curve what was found on it, and of none what was not', () => {
    const document = page(three)
    expect(text(document, 'h1')).toBe(
      'No search takes lenet-w4a4-adv below 90.0 % up to t = 0.0400, lenet-w4a4-va up to 0.0050; lenet-w4a4 falls below at every threshold',
    )
    const lede = text(document, '.lede')
    expect(lede).toContain(`lenet-w4a4-adv from 98.6 % to ${falling(98.6, 0.5, 0.03).toFixed(1)} %`)
    expect(lede).toContain(`lenet-w4a4 from 98.6 % to ${falling(98.6, 0.006, 0.03).toFixed(1)} %`)
  })

  it('has one row a curve in the results and in the loosest thresholds', () => {
    const document = page(three)
    const results = rowsOf(document, 0)
    expect(results.map(([name, clean, , , worst, , verdict]) => [name, clean, worst, verdict])).toEqual(
      Object.entries(knees).map(([name, knee]) => {
        const worst = falling(98.6, knee, 0.03)
        return [name, '98.60', worst.toFixed(2), worst >= 90 ? 'pass' : 'fail']
      }),
    )
    expect(rowsOf(document, 1).map(([name, tested, crossing]) => [name, tested, crossing])).toEqual([
      ['lenet-w4a4', 'none of those searched', undefined],
      ['lenet-w4a4-va', '0.0050', expect.stringMatching(/^0\.00\d\d$/) as string],
      ['lenet-w4a4-adv', '0.0400', '\u2265 0.0400'],
    ])
  })

  it('gives a curve the same marker in the figure and in the tables', () => {
    const document = page(three, detailOf({ id: 'r-00002', spec: { axes: { 'device.threshold': thresholds } } }))
    const strokes = [...document.querySelectorAll('figure svg path[stroke-width="1.75"]')].map((path) => path.getAttribute('stroke'))
    const swatches = [...(document.querySelector('table')?.querySelectorAll('.swatch path[stroke-width="2"]') ?? [])]
    expect(new Set(strokes).size).toBe(4)
    expect(swatches.map((path) => path.getAttribute('stroke'))).toEqual(strokes)
    expect(rowsOf(document, 0).map(([name]) => name)).toEqual([
      'r-00001 with lenet-w4a4',
      'r-00001 with lenet-w4a4-va',
      'r-00001 with lenet-w4a4-adv',
      'r-00002',
    ])
  })

  it('tells curves of any field apart, and why one has nothing to show', () => {
    const bits = detailOf({ id: 'r-00003', spec: { axes: { 'device.threshold': thresholds, 'device.bitsPerDevice': [2, 3, 4] } } })
    const rows = rowsOf(page(bits), 0)
    expect(rows.map(([name]) => name)).toEqual([2, 3, 4].map((k) => `lenet-w4a4 with bits a device ${k}`))
    expect(rows[1]?.[1]).toBe('infeasible: 4 weight bits do not divide by 3 bits a device.')
    expect(rowsOf(page(bits), 1)).toHaveLength(2)
    const swatches = [...page(bits).querySelectorAll('table')][0]?.querySelectorAll('.swatch') ?? []
    expect([...swatches].map((swatch) => swatch.childElementCount)).toEqual([2, 0, 2])
  })

  it('reads each curve at its own lowest where they have no place in common, and says at which t', () => {
    const levels = detailOf({
      id: 'r-00004',
      spec: { set: { 'device.thresholdUnit': 'level' }, axes: { 'device.threshold': thresholds, 'device.bitsPerDevice': [1, 4] } },
    })
    const document = page(levels)
    expect(text(document, 'h2')).toContain('Results, the lowest of each curve')
    expect(rowsOf(document, 0).map((cells) => cells[1])).toEqual(['0.0400', '0.0027'])
    expect(text(document, 'h1')).toBe(
      'No search takes lenet-w4a4 with bits a device 1 below 90.0 % up to t = 0.0050, lenet-w4a4 with bits a device 4 up to 0.0027 (not searched further)',
    )
  })

  it('names a few curves and counts many', () => {
    const many = detailOf({
      id: 'r-00005',
      spec: { axes: { 'device.threshold': thresholds, model: Object.keys(knees), 'crossbar.rows': [64, 128] } },
      worst: ({ model }, t) => falling(98.6, knees[model] ?? 1, t),
    })
    expect(text(page(many), 'h1')).toBe(
      'No search takes 2 of 6 curves below 90.0 % up to t = 0.0400, 2 of 6 curves up to 0.0050; 2 of 6 curves fall below at every threshold',
    )
    expect(text(page(many), '.lede')).toMatch(
      /searches take 6 curves, from the lowest, lenet-w4a4, rows 64 from .*, to the highest, lenet-w4a4-adv, rows/,
    )
  })

  it('speaks of a design, not of a search: the lowest finding counts whichever search made it', () => {
    const worst: (design: Design, t: number) => number = (design, t) =>
      design['attack.method'] === 'mi-pgd' ? falling(98.6, 0.004, t) : falling(98.6, 0.0125, t)
    const methods = { 'attack.method': ['f-lwc', 'mi-pgd'] }
    const swept = page(detailOf({ id: 'r-00007', spec: { axes: { 'device.threshold': thresholds, ...methods } }, worst }))
    expect(text(swept, 'h1')).toBe('Searches take lenet-w4a4 below 90.0 % at every threshold')
    expect(rowsOf(swept, 0).map(([name]) => name)).toEqual(['lenet-w4a4 with f-lwc', 'lenet-w4a4 with mi-pgd'])
    expect(text(swept, '.pair ul')).toContain('Curves that differ only in the search are findings on one design')
    const single = page(detailOf({ id: 'r-00008', spec: { axes: methods }, worst }))
    expect(text(single, 'h1')).toBe('Searches take lenet-w4a4 to < 0.1 % at t = 0.0300 window')
    expect([...single.querySelectorAll('figure text.halo')].map((value) => value.textContent)).toEqual([
      falling(98.6, 0.0125, 0.03).toFixed(1),
      '< 0.1',
    ])
    expect(text(single, '.points')).toContain('Search method')
    const bits = page(detailOf({ id: 'r-00011', spec: { axes: { 'weights.bits': [2, 4] } }, worst: () => 42 }))
    expect(text(bits, 'h1')).toBe('Searches take lenet-w4a4 to 42.0 % at Weights = 4 bit, t = 0.0300 window')
    const both = { 'device.threshold': thresholds, model: Object.keys(knees), seed: [1, 2] }
    const seeds = page(
      detailOf({ id: 'r-00009', spec: { axes: both }, worst: ({ model, seed }, t) => falling(98.6, (knees[model] ?? 1) / seed, t) }),
    )
    expect(text(seeds, 'h1')).toBe(
      'No search takes lenet-w4a4-adv below 90.0 % up to t = 0.0400; lenet-w4a4 and lenet-w4a4-va fall below at every threshold',
    )
  })

  it('labels curves whose names do not fit by their values, and says of what', () => {
    const axes = {
      'device.threshold': thresholds,
      'device.bitsPerDevice': [2, 4],
      'weights.bits': [4, 8],
      'mapping.scheme': ['sign-magnitude', 'offset'],
    }
    const document = page(detailOf({ id: 'r-00010', spec: { axes } }))
    const labels = [...document.querySelectorAll('figure text[font-weight="600"]')].map((label) => plain(label.textContent))
    expect(labels).toContain('2, 4, sign-magnitude')
    expect(new Set(labels).size).toBe(8)
    expect(text(document, 'figcaption')).toContain('labelled by device.bitsPerDevice, weights.bits and mapping.scheme')
  })

  it('claims nothing of thresholds that have no result', () => {
    const open = detailOf({ id: 'r-00006', spec: { axes: { 'device.threshold': thresholds } }, worst: () => 10, done: 3 })
    expect(text(page(open), 'h1')).toBe('Searches take lenet-w4a4 below 90.0 % at every threshold searched')
  })
})
