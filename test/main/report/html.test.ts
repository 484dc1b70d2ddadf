// @vitest-environment happy-dom
import { describe, expect, it } from 'vitest'
import { createReport } from '../../../src/main/report/create'
import type { RunDetail } from '../../../src/shared/results'
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

const write = (...runs: RunDetail[]): string =>
  createReport({ runs, models: [], accuracySpec: 90, costs: costValues(), version: '0.1.0' }, 'html').text
const page = (...runs: RunDetail[]): Document => new DOMParser().parseFromString(write(...runs), 'text/html')
const text = (of: ParentNode, selector: string): string =>
  (of.querySelector(selector)?.textContent ?? '')
    .replace(/\u00a0/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()

describe('an HTML report', () => {
  it('stands by itself: no script, nothing that is fetched', () => {
    const source = write(standard, adversarial)
    const document = page(standard, adversarial)
    expect(document.querySelectorAll('script, link, img, iframe, object, embed, base, form').length).toBe(0)
    expect(source).not.toMatch(/https?:|\bsrc=|@import|url\(|\bon\w+="/)
  })

  it('states the finding, with the numbers of the runs', () => {
    const document = page(standard, adversarial)
    expect(text(document, 'h1')).toMatch(/^No search takes lenet-w4a4-adv below 90\.0 % up to t = 0\.0350, lenet-w4a4 up to 0\.0050$/)
    expect(text(document, '.lede')).toContain(`lenet-w4a4 from 98.6 % to ${falling(98.6, 0.0125, 0.03).toFixed(1)} %`)
    expect(text(document, '.lede')).toContain('20 sampled chips: 98.0 % on average, none below 97.4 %')
  })

  it('claims only what was found', () => {
    expect(text(page(adversarial), 'h1')).toContain('No search takes lenet-w4a4-adv below')
    const hopeless = detailOf({ id: 'r-00003', spec: { axes: { 'device.threshold': thresholds } }, worst: () => 10 })
    expect(text(page(hopeless), 'h1')).toBe('Searches take lenet-w4a4 below 90.0 % at every threshold')
    const single = detailOf({ id: 'r-00004', spec: { set: { 'device.threshold': 0.02 } }, worst: () => 42 })
    expect(text(page(single), 'h1')).toBe('Searches take lenet-w4a4 to 42.0 % at t = 0.0200 window')
    const empty = detailOf({ id: 'r-00005', spec: { axes: { 'device.threshold': thresholds } }, done: 0 })
    expect(text(page(empty), 'h1')).toBe('No result yet')
    expect(page(empty).querySelector('figure')).toBeNull()
    expect(text(page(empty), 'ul')).not.toContain('images')
  })

  it('draws a curve a run, with a marker a point', () => {
    const document = page(standard, adversarial)
    const drawn = [...document.querySelectorAll('figure svg path')].map((path) => path.getAttribute('d') ?? '')
    const markers = drawn.filter((d) => d.split('z').length === 9)
    expect(markers).toHaveLength(2)
    expect(document.querySelector('figure svg')?.getAttribute('aria-label')).toContain('Accuracy in percent against threshold t')
    for (const d of drawn) expect(d).not.toMatch(/NaN|Infinity|undefined/)
    expect(drawn.every((d) => d.startsWith('M'))).toBe(true)
  })

  it('lists every point of every run, and why one has no result', () => {
    const bits = detailOf({ id: 'r-00006', spec: { axes: { 'device.threshold': thresholds, 'weights.bits': [3, 4] } } })
    const rows = [...page(bits).querySelectorAll('.points tbody tr')].map((row) => (row.textContent ?? '').replace(/\s+/g, ' ').trim())
    expect(rows).toHaveLength(16)
    expect(rows[0]).toContain('infeasible: 3 weight bits do not divide by 2 bits a device.')
    expect(rows[15]).toContain((bits.points[15]?.worst ?? 0).toFixed(2))
  })

  it('tells where the findings end', () => {
    const open = detailOf({ id: 'r-00007', spec: { axes: { 'device.threshold': thresholds } }, done: 3 })
    const caveats = text(page(open), '.pair ul')
    expect(caveats).toContain('upper bound')
    expect(caveats).toContain('10 000 images (mnist test)')
    expect(caveats).toContain('3 of 8 points are done')
  })

  it('holds what repeats it: specs that read back, hashes, backend', () => {
    const document = page(standard, adversarial)
    const specs = [...document.querySelectorAll('pre')].map((pre): unknown => JSON.parse(pre.textContent ?? ''))
    expect(specs.map((spec) => parseSpec(createFieldTable(), spec))).toEqual([standard.spec, adversarial.spec])
    const all = text(document, 'main')
    for (const model of Object.values(adversarial.provenance?.models ?? {})) expect(all).toContain(model.sha256)
    expect(all).toContain('wasm 4.22.0, float32')
    expect(all).toContain('nadir rerun r-00002')
  })

  it('lets no name, tag or note become markup', () => {
    const evil = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`
    const hostile = (id: string, model: string): RunDetail => ({
      ...standard,
      id,
      name: evil,
      notes: evil,
      spec: { ...standard.spec, fields: { ...standard.spec.fields, model } },
    })
    const document = page(hostile('r-00008', evil), hostile('r-00009', `${evil}2`))
    expect(document.querySelectorAll('script, img').length).toBe(0)
    expect(text(document, 'h1')).toContain('<script>alert(1)</script>')
    expect(document.querySelector('figure text[font-weight="600"]')?.textContent).toMatch(/^"><script>/)
  })
})
