import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { FindDocument } from '../../../src/main/cli/terminal/find-text'
import { openTestApp, testFolder } from '../../support/core'
import { onTerminal } from './terminal'

/** The second model stands twice as much. */
async function open() {
  const app = await openTestApp({
    dir: testFolder(),
    worst: (design) => 90 - 1000 * (design['device.threshold'] - (design.model === 'lenet-other' ? 0.02 : 0.01)),
  })
  const run = async (...args: string[]) => {
    const terminal = onTerminal(app)
    const code = await terminal.run('find', ...args)
    return { code, text: terminal.stdout.text, error: terminal.stderr.text, json: (): unknown => terminal.json() }
  }
  return { app, run }
}

describe('nadir find', () => {
  test('prints the points it tried, the answer, and what of it is proved', async () => {
    const { run } = await open()
    const { code, text, error } = await run('--objective', 'worst >= 90', '--over', 'device.threshold')
    expect(code).toBe(0)
    expect(text).toMatch(/^r-00001 {2}lenet-w4a4, loosest threshold for worst >= 90 \(done: fake, \d+ points/)
    expect(text).toMatch(/^ +0\.0005 +99\.50\u00a0% +pass +p-0001$/m)
    expect(text).toMatch(
      /Loosest threshold that passes: 0\.00\d+ window \(passes at 0\.00\d+, fails at 0\.010\d*\)\. Not proved: worst found/,
    )
    expect(text).toContain('so anything looser fails for certain.')
    expect(text).toContain('Set for it: sampling.draws = 0: no objective asks for random chips.')
    expect(error).toContain('r-00001 can be followed in the window')
  })

  test('leaves its answer with the run, where show says it', async () => {
    const { app, run } = await open()
    await run('--objective', 'worst >= 90')
    const { answer } = await app.ask('runs.get', { id: 'r-00001' })
    const shown = onTerminal(app)
    await shown.run('show', 'r-00001')
    expect(shown.stdout.text).toContain(answer?.statement)
    const document = onTerminal(app)
    await document.run('show', 'r-00001', '--json')
    expect(document.json()).toMatchObject({ answer, search: { over: 'device.threshold' } })
  })

  test('searches for each value of an axis, one run after the other, and gives them as one document', async () => {
    const { app, run } = await open()
    const { code, json } = await run(
      ...['--objective', 'worst >= 90', '--objective', 'clean>=98', '--over', 'device.threshold', '--json', '--quiet'],
      ...['--axis', 'model=lenet-w4a4,lenet-other', '--set', 'sampling.draws=20'],
    )
    expect(code).toBe(0)
    const { objective, over, answers } = json() as FindDocument
    expect([objective, over]).toEqual(['worst >= 90 and clean >= 98', 'device.threshold'])
    expect(answers.map(({ at, run: id, proved }) => [at['model'], id, proved])).toEqual([
      ['lenet-w4a4', 'r-00001', 'found'],
      ['lenet-other', 'r-00002', 'found'],
    ])
    const [first, second] = answers
    expect(first?.value).toBeLessThanOrEqual(0.01)
    expect(first?.fails?.value).toBeGreaterThan(0.01)
    expect(second?.value).toBeGreaterThan(0.0198)
    expect(first?.passes?.measured).toEqual({ worst: 90 - 1000 * ((first?.value ?? 0) - 0.01), clean: 98.6 })
    expect(first?.points.map(({ verdict }) => verdict)).toContain('near')
    // What the user set stays.
    expect(first?.notes).toEqual([expect.stringContaining('attack.method = strongest')])
    expect((await app.ask('runs.get', { id: 'r-00002' })).spec.fields['sampling.draws']).toBe(20)
  })

  test('names a table of models, with a sign where nothing fails', async () => {
    const { run } = await open()
    const { text } = await run('--objective', 'worst >= 90', '--to', '0.015', '--axis', 'model=lenet-w4a4,lenet-other', '--quiet')
    const rows = text.split('\n').slice(0, 3)
    expect(rows[0]).toMatch(/^model +device\.threshold window +Worst found +fails at +Run$/)
    expect(rows[1]).toMatch(/^lenet-w4a4 +0\.00\d+ +90\.\d+\u00a0% +0\.010\d* +r-00001$/)
    expect(rows[2]).toMatch(/^lenet-other +\u2265 0\.015 +95\.00\u00a0% +r-00002$/)
    expect(text).toContain('Every threshold that was tried passes, up to 0.015 window: the loosest is at least that.')
  })

  test('says so where not even the tightest passes', async () => {
    const { run } = await open()
    const { code, json } = await run('--objective', 'worst >= 99.9', '--json', '--quiet')
    expect(code).toBe(0)
    expect((json() as FindDocument).answers[0]).toMatchObject({ value: null, atLeast: false, fails: { value: 0.0005 } })
  })

  test.each([
    [[], 'bad-call'],
    [['--objective', 'wrost >= 90'], 'bad-value'],
    [['--objective', 'worst >= 90', '--over', 'nonsense'], 'unknown-field'],
    [['--objective', 'worst >= 90', '--from', 'low'], 'bad-call'],
    [['--objective', 'worst >= 90', '--points', '2'], 'bad-call'],
  ])('refuses %j', async (args, code) => {
    const { run } = await open()
    const refused = await run(...args, '--json')
    expect(refused.code).toBe(2)
    expect(refused.json()).toMatchObject({ error: { code } })
  })
})

describe('nadir rerun', () => {
  test('searches again what a run of a report searched, with the same answer', async () => {
    const { app, run } = await open()
    await run('--objective', 'worst >= 90', '--objective', 'mean >= 95', '--quiet')
    const { text } = await app.ask('reports.create', { runs: ['r-00001'], format: 'json' })
    const file = join(app.dir, 'report.json')
    await writeFile(file, text)
    const terminal = onTerminal(app)
    expect(await terminal.run('rerun', file, '--quiet')).toBe(0)
    const [first, again] = [await app.ask('runs.get', { id: 'r-00001' }), await app.ask('runs.get', { id: 'r-00002' })]
    expect(again.answer).toEqual(first.answer)
    expect(again.points.map(({ at }) => at)).toEqual(first.points.map(({ at }) => at))
  })
})
