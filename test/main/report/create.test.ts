import { describe, expect, it } from 'vitest'
import { createReport, listFormats } from '../../../src/main/report/create'
import type { ReportInput } from '../../../src/main/report/format'
import { NadirError } from '../../../src/shared/errors'
import { parseSpec } from '../../../src/shared/parse-spec'
import { createFieldTable } from '../../../src/shared/spec'
import { detailOf, falling } from '../../support/runs'
import { costValues } from '../../../src/shared/cost-constants'

const thresholds = { from: 0.005, to: 0.04, steps: 8 }
const standard = detailOf({ id: 'r-00001', name: 'standard', spec: { axes: { 'device.threshold': thresholds } } })
const adversarial = detailOf({
  id: 'r-00002',
  name: 'adversarial',
  spec: { set: { model: 'lenet-w4a4-adv' }, axes: { 'device.threshold': thresholds } },
  clean: 97.8,
  worst: (_, t) => falling(97.8, 0.068, t),
})
const input = (...runs: ReportInput['runs']): ReportInput => ({ runs, models: [], accuracySpec: 90, costs: costValues(), version: '0.1.0' })

describe('a report', () => {
  it('comes as html, csv or json, named by its runs', () => {
    expect(listFormats().map(({ id, kind }) => [id, kind])).toEqual([
      ['csv', 'report'],
      ['html', 'report'],
      ['json', 'report'],
    ])
    for (const { id, label, summary } of listFormats()) {
      expect([label, summary].every(Boolean)).toBe(true)
      const file = createReport(input(standard, adversarial), id)
      expect(file.name).toBe(`nadir-r-00001-r-00002.${id}`)
      expect(file.text.length).toBeGreaterThan(1000)
    }
  })

  it('is the same file, byte for byte, from the same runs', () => {
    for (const { id } of listFormats()) expect(createReport(input(standard), id)).toEqual(createReport(input(standard), id))
  })

  it('refuses a format that does not exist, naming those that do, and a report of nothing', () => {
    const refused = (run: () => unknown): NadirError => {
      try {
        run()
      } catch (error) {
        return NadirError.from(error)
      }
      throw new Error('was not refused')
    }
    expect(refused(() => createReport(input(standard), 'docx'))).toMatchObject({
      code: 'unknown-method',
      hint: 'Choose one of csv, html, json.',
    })
    expect(refused(() => createReport(input(), 'html'))).toMatchObject({ code: 'bad-value' })
  })
})

describe('a JSON report', () => {
  const read = (text: string): { format: string; runs: { id: string; spec: unknown; points: unknown[]; provenance: unknown }[] } =>
    JSON.parse(text) as never

  it('holds all points and the specs in the form a file has, which read back as they were', () => {
    const document = read(createReport(input(standard, adversarial), 'json').text)
    expect(document.format).toBe('nadir-report')
    expect(document.runs.map((run) => run.id)).toEqual(['r-00001', 'r-00002'])
    expect(document.runs[0]?.points).toEqual(JSON.parse(JSON.stringify(standard.points)))
    expect(document.runs[0]?.provenance).toEqual(standard.provenance)
    const table = createFieldTable()
    expect(parseSpec(table, document.runs[0]?.spec)).toEqual(standard.spec)
    expect(parseSpec(table, document.runs[1]?.spec)).toEqual(adversarial.spec)
  })
})
