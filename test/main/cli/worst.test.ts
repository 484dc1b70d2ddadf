import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inState, openTestApp, sweep, testFolder } from '../../support/core'
import { fakeLook } from '../../support/worst-looks'
import { onTerminal } from './terminal'

async function open() {
  const app = await openTestApp({ dir: testFolder(), finding: (id) => Float32Array.of(Number(id.slice(2)), -1, 1), analysed: fakeLook })
  const { id } = await app.ask('runs.start', { spec: sweep(3) })
  await inState(app, id, 'done')
  const run = async (...args: string[]) => {
    const terminal = onTerminal(app)
    const code = await terminal.run(...args)
    return { code, text: terminal.stdout.text, error: terminal.stderr.text, json: (): unknown => terminal.json() }
  }
  return { app, run }
}

describe('nadir worst', () => {
  test('shows the record of the point of lowest worst case, or of one that is named', async () => {
    const { app, run } = await open()
    const { code, text } = await run('worst', 'r-00001')
    expect(code).toBe(0)
    expect(text).toMatch(/^r-00001 p-0003\nWorst found by p-0003: 25\.00 % of 4 images right; as programmed 75\.00 %$/m)
    expect(text).toMatch(/^Class +0 +1\n +0 +1 +1\n +1 +2 +0$/m)
    expect(text).toMatch(/^ +1 +2 +50\.00 +0\.00$/m)
    expect(text).toMatch(/^Confidence: right answers 1, mean 0\.500; wrong answers 3, mean 0\.875$/m)
    expect(text).toMatch(/^conv1 +8 +87\.50 +62\.50$/m)
    expect(text).toMatch(/^Of 8 weights that can err 12\.50 % have no error and 62\.50 % are at their bound\.$/m)
    expect(text).toMatch(/^60003 +1 +0 +-2\.500$/m)
    expect((await run('worst', 'r-00001', 'p-0001', '--json')).json()).toMatchObject({
      run: 'r-00001',
      point: 'p-0001',
      record: {
        from: 'p-0001',
        confusion: [
          [1, 1],
          [2, 0],
        ],
      },
    })
    expect(app.host.analyses.map(({ chip }) => chip.design['device.threshold'])).toEqual([0.04, 0.005])
  })

  test('shows other sides of it in its place', async () => {
    const { run } = await open()
    const sensitivity = (await run('worst', 'r-00001', '--sensitivity')).text
    expect(sensitivity).toMatch(/^conv1 +8 +50\.00 +60\.00\n[^]*^conv1 +0,1 +8 +50\.00 +60\.00$/m)
    const landscape = (await run('worst', 'r-00001', '--landscape', '--images', '50')).text
    expect(landscape).toMatch(/^Loss over 50 images[^]*^-2\.00 +2\.0000 +25\.00 +2\.0000 +25\.00$/m)
    expect(landscape).toMatch(/^Slope: random 1\.0000 \(mean of 1\), worst 8\.0000\.$/m)
    const margins = (await run('worst', 'r-00001', '--margins')).text
    expect(margins).toMatch(/^fc3 +minimum +84 +1\.00/m)
    expect(margins).toMatch(/^Closest classes at fc3, by median: 4 to 9 \(0\.250\)\.$/m)
    const both = (await run('worst', 'r-00001', '--margins', '--sensitivity', '--json')).json()
    expect(Object.keys(both as object)).toEqual(['run', 'point', 'sensitivity', 'margins'])
  })

  test('writes the errors as a file', async () => {
    const { app, run } = await open()
    const file = join(testFolder(), 'errors.csv')
    expect((await run('worst', 'r-00001', '--export', file)).text).toContain(`${file} (8 bytes)`)
    expect(readFileSync(file, 'utf8')).toBe('csv file')
    const asked = app.host.analyses.length
    const other = join(testFolder(), 'errors.txt')
    expect(await run('worst', 'r-00001', '--export', other)).toMatchObject({
      code: 2,
      error: expect.stringMatching(/\.npz or \.csv/) as string,
    })
    expect([existsSync(other), app.host.analyses.length]).toEqual([false, asked])
  })

  test.each([
    [['r-00009'], 'unknown-run'],
    [['r-00001', 'p-0009'], 'unknown-point'],
    [['r-00001', '--landscape', '--images', 'all'], 'bad-call'],
    [['r-00001', '--save', 'A name'], 'bad-call'],
  ])('refuses %j as %s with exit 2', async (args, code) => {
    const { run } = await open()
    const refused = await run('worst', ...args, '--json')
    expect(refused.code).toBe(2)
    expect(refused.json()).toMatchObject({ error: { code, hint: expect.stringMatching(/\S/) as string } })
  })

  test('ends with 130 on Ctrl-C', async () => {
    const { app } = await open()
    app.host.paused = true
    const terminal = onTerminal(app)
    const ended = terminal.run('worst', 'r-00001', '--sensitivity')
    await app.until(() => app.host.analyses.length === 1, 'the look is under way')
    terminal.signal('SIGINT')
    expect(await ended).toBe(130)
    expect(terminal.stderr.text).toMatch(/0 % {2}sensitivity, 0 of 2\n[^]*was stopped/)
  })
})

describe('nadir corners', () => {
  test('keeps, lists, replays and removes a worst chip', async () => {
    const { run } = await open()
    expect((await run('corners')).text).toMatch(/^No corners yet/)
    expect((await run('worst', 'r-00001', '--save', 'low')).text).toMatch(/^low is kept/m)
    expect((await run('worst', 'r-00001', '--save', 'low')).error).toMatch(/already/)
    expect((await run('corners')).text).toMatch(/^low +r-00001 p-0003 +lenet-w4a4 +mnist +box/m)
    expect((await run('corners', '--json')).json()).toMatchObject({ corners: [{ name: 'low', size: 3 }] })
    const replayed = await run('corners', 'replay', 'low', '--set', 'model=lenet-other', '--set', 'device.threshold=0.01')
    expect(replayed.text).toMatch(/^low on lenet-other: 50\.00 % of 4 images of mnist right; as programmed 75\.00 %$/m)
    expect(await run('corners', 'replay', 'high')).toMatchObject({ code: 2, error: expect.stringMatching(/corners are low/) as string })
    expect((await run('corners', 'remove', 'low')).text).toBe('low is removed.\n')
    expect((await run('corners', 'remove', 'low')).code).toBe(2)
  })
})
