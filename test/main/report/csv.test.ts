import { describe, expect, it } from 'vitest'
import { createReport } from '../../../src/main/report/create'
import { detailOf } from '../../support/runs'
import { costValues } from '../../../src/shared/cost-constants'

/** Reads RFC 4180 one character at a time, by the letter of its grammar. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let at = 0
  while (at < text.length) {
    let cell = ''
    if (text[at] === '"') {
      for (at++; !(text[at] === '"' && text[at + 1] !== '"'); at++) {
        if (at >= text.length) throw new Error('an open quote')
        if (text[at] === '"') at++
        cell += text[at] ?? ''
      }
      at++
    } else for (; at < text.length && !',\r\n"'.includes(text[at] ?? ''); at++) cell += text[at] ?? ''
    row.push(cell)
    if (text[at] === ',') at++
    else if (text.startsWith('\r\n', at)) {
      rows.push(row)
      row = []
      at += 2
    } else throw new Error(`neither a comma nor a line end at ${at}`)
  }
  return rows
}

const sweep = detailOf({
  id: 'r-00001',
  name: 'a "quoted", name\nin two lines',
  spec: { axes: { 'device.threshold': { from: 0.005, to: 0.04, steps: 8 }, 'weights.bits': [3, 4] } },
  done: 14,
})
const single = detailOf({ id: 'r-00002', name: '=HYPERLINK("x")', draws: 0 })
const rows = parseCsv(
  createReport({ runs: [sweep, single], models: [], accuracySpec: 90, costs: costValues(), version: '0.1.0' }, 'csv').text,
)
const header = rows[0] ?? []
const records = rows.slice(1).map((row) => new Map(header.map((name, i) => [name, row[i] ?? ''])))

describe('a CSV report', () => {
  it('has one header, one row a point, and as many cells in each', () => {
    expect(rows).toHaveLength(1 + 16 + 1)
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([header.length]))
    expect(new Set(header).size).toBe(header.length)
    expect(records[0]?.get('run_name')).toBe('a "quoted", name\nin two lines')
  })

  it('has the certified floor, whose it is and by what, and nothing where none was asked for', () => {
    const certificate = { method: 'linear', accuracy: 12.5, images: 8, vacuous: false }
    const points = single.points.map((point) => ({
      ...point,
      floor: 25,
      floorFrom: 'p-0009',
      ...(point.result && { result: { ...point.result, certificate } }),
    }))
    const runs = [{ ...single, points }]
    const [names = [], cells = []] = parseCsv(
      createReport({ runs, models: [], accuracySpec: 90, costs: costValues(), version: '0.1.0' }, 'csv').text,
    )
    const of = (name: string): string | undefined => cells[names.indexOf(name)]
    expect([of('certified_floor_percent'), of('certified_own_percent')]).toEqual(['25', '12.5'])
    expect([of('certified_by'), of('certified_from')]).toEqual(['linear', 'p-0009'])
    expect(records[0]?.get('certified_floor_percent')).toBe('')
  })

  it('keeps every digit of every number', () => {
    for (const [index, record] of records.slice(0, 16).entries()) {
      const point = sweep.points[index]
      const montecarlo = point?.result?.montecarlo
      expect(record.get('worst_percent')).toBe(point?.worst === undefined ? '' : String(point.worst))
      expect(Number(record.get('t_window'))).toBe(point?.result?.t ?? 0)
      expect(record.get('montecarlo_min_percent')).toBe(montecarlo === undefined ? '' : String(montecarlo.min))
    }
  })

  it('holds in each row the whole design and the provenance that repeat its point', () => {
    const record = records[12]
    expect(record?.get('device.threshold')).toBe('0.025')
    expect(record?.get('weights.bits')).toBe('4')
    for (const name of Object.keys(sweep.spec.fields)) expect(header).toContain(name)
    expect(record?.get('th_level')).toBe('0.075')
    expect(record?.get('nadir')).toBe('0.1.0')
    expect(record?.get('model_sha256')).toBe(sweep.provenance?.models['lenet-w4a4']?.sha256)
    expect(record?.get('data_sha256')).toBe(sweep.provenance?.data['mnist']?.sha256)
  })

  it('says why a point has no result, and leaves empty what was not measured', () => {
    expect(records[0]?.get('state')).toBe('infeasible')
    expect(records[0]?.get('error')).toContain('3 weight bits do not divide')
    expect(records[0]?.get('worst_percent')).toBe('')
    expect(records[15]?.get('state')).toBe('queued')
    expect(records[16]?.get('montecarlo_mean_percent')).toBe('')
  })

  it('lets no name run as a formula', () => {
    expect(records[16]?.get('run_name')).toBe('\'=HYPERLINK("x")')
  })
})
