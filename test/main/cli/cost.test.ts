import { describe, expect, test } from 'vitest'
import type { CostAnswer } from '../../../src/shared/cost-calls'
import { openTestApp, testFolder } from '../../support/core'
import { onTerminal } from './terminal'

async function open() {
  const app = await openTestApp({ dir: testFolder() })
  const run = async (...args: string[]) => {
    const terminal = onTerminal(app)
    const code = await terminal.run(...args)
    return { code, text: terminal.stdout.text, error: terminal.stderr.text, json: (): unknown => terminal.json() }
  }
  return { app, run }
}

describe('nadir cost', () => {
  test('prints every number under a heading that says first order, with units and the ADC it counted on', async () => {
    const { run } = await open()
    const { code, text } = await run('cost', '--set', 'device.preset=rram')
    expect(code).toBe(0)
    const blocks = text.split('\n\n')
    expect(blocks.slice(0, 2).map((block) => /^(Cost, )?first order/i.test(block))).toEqual([true, true])
    expect(text).toMatch(/^ADCs +0\.0672\u00a0mm² +96\.\d +452\u00a0nJ/m)
    expect(text).toMatch(/^latency +355\u00a0µs/m)
    expect(text).toContain('28 tiles, those of both signs; ADC of 9 bit, exact sums')
    expect(text).toMatch(/^rram: [\d.]+ cycles, .* a device at 0\.0300 window/m)
  })

  test('takes another constant for one answer, says so, and keeps nothing', async () => {
    const { app, run } = await open()
    const [plain, slow] = [await run('cost', '--json'), await run('cost', '--constant', 'readTime=1e-3', '--json')]
    expect((slow.json() as CostAnswer).latency).toBeGreaterThan(100 * (plain.json() as CostAnswer).latency)
    expect((await run('cost', '--constant', 'readTime=1e-3')).text).toContain('Not as shipped: readTime = 1.00\u00a0ms.')
    expect((await app.ask('costs.constants', {})).every(({ edited }) => !edited)).toBe(true)
  })

  test('lists the constants with unit and source, an edited one beside what was shipped', async () => {
    const { app, run } = await open()
    await app.ask('costs.set', { name: 'readTime', value: 20e-9 })
    const { text } = await run('cost', '--constants')
    expect(text).toMatch(/^readTime +20\.0\u00a0ns +100\u00a0ns +2e-8 +Shafiee/m)
    expect(text).toMatch(/^adcArea +1\u00a0200\u00a0µm² +1\.2e-9/m)
  })

  test.each([
    [['--constant', 'readTim=1'], 'unknown-field'],
    [['--constant', 'readTime=fast'], 'not-a-number'],
    [['--constant', 'readTime=0'], 'not-a-number'],
    [['--set', 'device.bitsPerDevice=3'], 'not-divisible'],
  ])('%j is refused as %s with exit 2', async (args, code) => {
    const { run } = await open()
    const refused = await run('cost', ...args, '--json')
    expect(refused.code).toBe(2)
    expect(refused.json()).toMatchObject({ error: { code, hint: expect.stringMatching(/\S/) as string } })
  })
})

describe('nadir crossbar', () => {
  test('lists the layers on tiles, and marks a converter below exact', async () => {
    const { run } = await open()
    const { code, text } = await run('crossbar', '--set', 'crossbar.adcBits=6')
    expect(code).toBe(0)
    expect(text).toMatch(/^conv2 +150 +32 +2 x 1 +4\u00a0800 +14\.6 +128 +384 +6 \(below exact\) +6\.1 +9 +9$/m)
    expect(text).toContain('14 tiles, 122\u00a0940 devices, 53.6 % used; the other sign has as many tiles again.')
  })

  test('with a layer solves one of its tiles and sums its errors up', async () => {
    const { app, run } = await open()
    const { text } = await run('crossbar', '--layer', 'conv2', '--tile', '1,0', '--sign', 'negative')
    expect(text).toMatch(/^lenet-w4a4 conv2, tile 1,0, negative columns: 22 x 32 cells$/m)
    expect(text).toMatch(/^closed form: error of a column current, .* \d+\.\d\d +\d+\.\d\d$/m)
    expect(app.host.inspections[0]?.tile).toEqual({ layer: 'conv2', down: 1, across: 0, sign: 'negative' })
    const answer = (await run('crossbar', '--layer', 'fc3', '--json')).json()
    expect(answer).toMatchObject({ rows: 84, columns: 20, columnErrors: { worst: expect.any(Number) as number } })
  })

  test.each([
    [['--tile', 'x'], 'bad-value'],
    [['--layer', 'conv9'], 'bad-value'],
    [['--layer', 'conv2', '--tile', '9,0'], 'bad-value'],
    [['--layer', 'conv2', '--sign', 'both'], 'bad-call'],
  ])('%j is refused as %s with exit 2', async (args, code) => {
    const { run } = await open()
    const refused = await run('crossbar', ...args, '--json')
    expect(refused.code).toBe(2)
    expect(refused.json()).toMatchObject({ error: { code } })
  })

  test('ends with 130 on Ctrl-C', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const terminal = onTerminal(app)
    const ended = terminal.run('crossbar', '--layer', 'fc1')
    await app.until(() => app.host.inspections.length === 1, 'the tile is being solved')
    terminal.signal('SIGINT')
    expect(await ended).toBe(130)
  })
})
