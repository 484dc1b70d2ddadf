import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NadirError } from '../../../src/shared/errors'
import { unwrap } from '../../../src/shared/reply'
import { createFakeRuns } from './fake-runs'
import { onTerminal } from './terminal'

let fake: ReturnType<typeof createFakeRuns>
let terminal: ReturnType<typeof onTerminal>
let folder: string

beforeEach(async () => {
  fake = createFakeRuns()
  terminal = onTerminal(fake.core)
  folder = await mkdtemp(join(tmpdir(), 'nadir-cli-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** Starts a command and waits until the core has a run and the command listens to it. */
async function begin(...args: string[]): Promise<{ code: Promise<number> }> {
  const code = terminal.run(...args)
  await expect.poll(() => fake.asked.some(({ name }) => name === 'runs.get')).toBe(true)
  return { code }
}

const sweep = ['explore', '--axis', 'device.threshold=0.01,0.02']

describe('a run that is done', () => {
  test('--json prints one document with the spec, the points and what was found', async () => {
    const { code } = await begin(...sweep, '--set', 'data.score.images=500', '--json')
    fake.finishPoint(0, 80.25)
    fake.finishPoint(1, 12)
    fake.end('done')
    expect(await code).toBe(0)
    const document = terminal.json()
    const montecarlo = { mean: 98.5, min: 98.41, draws: 3, quantiles: { p05: 98.42, p50: 98.5, p95: 98.59 } }
    const found = { t: 0.03, clean: 98.64, method: 'f-lwc', montecarlo, seconds: 1.5 }
    expect(document).toEqual({
      run: 'r-00001',
      spec: expect.objectContaining({ axes: ['device.threshold'] }) as object,
      backend: 'wasm',
      points: [
        { id: 'p-1', spec: { 'device.threshold': 0.01 }, worst: 80.25, ...found },
        { id: 'p-2', spec: { 'device.threshold': 0.02 }, worst: 12, ...found },
      ],
      seconds: 3,
    })
    expect(document).toMatchObject({ spec: { data: { score: { images: 500 } }, device: { threshold: [0.01, 0.02] } } })
  })

  test('show --json says the same of it, and also how each finding came about', async () => {
    const { code } = await begin(...sweep, '--quiet')
    fake.finishPoint(0, 80.25)
    fake.end('done')
    await code
    const shown = onTerminal(fake.core)
    expect(await shown.run('show', 'r-00001', '--json')).toBe(0)
    expect(shown.json()).toMatchObject({
      run: 'r-00001',
      name: 'a run',
      state: 'done',
      points: [
        { id: 'p-1', state: 'done', worst: 80.25, worstOwn: 80.25, method: 'f-lwc', foundBy: 'f-lwc, 10 steps' },
        { id: 'p-2', state: 'queued' },
      ],
      log: [],
    })
  })

  test('without --json the curve is a table with two decimals', async () => {
    const { code } = await begin(...sweep)
    fake.finishPoint(0, 80.25)
    fake.finishPoint(1, 12)
    fake.end('done')
    expect(await code).toBe(0)
    const lines = terminal.stdout.text.split('\n')
    expect(lines[0]).toContain('r-00001')
    expect(lines[1]).toMatch(/^Threshold +t +Clean % +MC mean % +MC min % +Worst found % +Found by$/)
    expect(lines[2]).toMatch(/^ +0\.01 +0\.0300 +98\.64 +98\.50 +98\.41 +80\.25 +f-lwc, 10 steps$/)
    expect(lines[3]).toMatch(/^ +0\.02 .* 12\.00 /)
  })

  test('each finished point is a line on stderr, and --quiet silences them', async () => {
    const { code } = await begin(...sweep)
    fake.finishPoint(0, 80.25)
    fake.finishPoint(1, 12)
    fake.end('done')
    await code
    expect(terminal.stderr.text).toContain('1 of 2 points: device.threshold 0.01, worst found 80.25 %')
    expect(terminal.stderr.text).toContain('2 of 2 points: device.threshold 0.02, worst found 12.00 %')

    fake = createFakeRuns()
    terminal = onTerminal(fake.core)
    const quiet = await begin(...sweep, '--quiet')
    fake.finishPoint(0, 80.25)
    fake.end('done')
    await quiet.code
    expect(terminal.stderr.text).toBe('')
  })

  test('points that cannot be built are not counted as work, as in the progress between points', async () => {
    const { code } = await begin(...sweep)
    const run = unwrap(await fake.core.call('runs.get', { id: 'r-00001' }))
    const [point] = run.points
    if (point === undefined) throw new Error('a point')
    const progress = { pointsDone: 1, pointsTotal: 1, share: 1, secondsSoFar: 1 }
    fake.emit({ event: 'run.changed', data: { summary: { ...run, pointsDone: 1, progress }, points: [{ ...point, state: 'done' }] } })
    fake.end('done')
    await code
    expect(terminal.stderr.text).toContain('1 of 1 points: device.threshold 0.01')
  })

  test('a run that ends before anybody could listen is not waited for', async () => {
    const instant = createFakeRuns()
    const call = instant.core.call.bind(instant.core)
    const core: typeof instant.core = {
      ...instant.core,
      async call(name, input) {
        const reply = await call(name, input)
        if (name === 'runs.start') instant.end('done')
        return reply
      },
    }
    expect(await onTerminal(core).run(...sweep, '--quiet')).toBe(0)
  })

  test('a point that failed keeps its error, and the run still counts as done', async () => {
    const { code } = await begin(...sweep, '--json')
    fake.failPoint(0, new NadirError('not-divisible', '4 weight bits do not divide by 3 bits a device.', { hint: 'Choose 1, 2, 4.' }))
    fake.finishPoint(1, 12)
    fake.end('done')
    expect(await code).toBe(0)
    expect(terminal.json()).toMatchObject({
      points: [{ id: 'p-1', error: { code: 'not-divisible', hint: 'Choose 1, 2, 4.' } }, { worst: 12 }],
    })
  })
})

describe('a run that is not', () => {
  test('Ctrl-C cancels it, prints what there is, and exits with 130', async () => {
    const { code } = await begin(...sweep, '--json')
    fake.finishPoint(0, 80.25)
    terminal.signal('SIGINT')
    expect(await code).toBe(130)
    expect(fake.asked.at(-1)?.name).not.toBe('runs.cancel')
    expect(fake.asked.map(({ name }) => name)).toContain('runs.cancel')
    expect(terminal.json()).toMatchObject({
      error: { code: 'cancelled' },
      points: [{ worst: 80.25 }, { id: 'p-2', spec: { 'device.threshold': 0.02 } }],
    })
    expect(terminal.state.closed).toBe(1)
  })

  test('a run that another door deletes is over, and that is no mistake in the command', async () => {
    const { code } = await begin(...sweep, '--json')
    fake.remove()
    expect(await code).toBe(130)
    expect(terminal.json()).toMatchObject({ error: { code: 'cancelled', message: expect.stringContaining('deleted') as string } })
  })

  test('a second Ctrl-C quits at once', async () => {
    const { code } = await begin(...sweep)
    terminal.signal('SIGINT')
    terminal.signal('SIGINT')
    expect(terminal.quits).toEqual([130])
    await code
  })

  test('SIGTERM leaves the run to be resumed: nothing is cancelled, the core is closed', async () => {
    const { code } = await begin(...sweep, '--json')
    terminal.signal('SIGTERM')
    expect(await code).toBe(130)
    expect(fake.asked.map(({ name }) => name)).not.toContain('runs.cancel')
    expect(terminal.state.closed).toBe(1)
    expect(terminal.json()).toEqual({
      error: { code: 'cancelled', message: 'Stopped by SIGTERM.', hint: expect.stringContaining('nadir runs') as string },
    })
  })

  test("a failed run exits with its first point's error", async () => {
    const { code } = await begin(...sweep, '--json')
    fake.failPoint(0, new NadirError('worker-died', 'The compute thread stopped.', { hint: 'Resume it.' }))
    fake.end('failed')
    expect(await code).toBe(1)
    expect(terminal.json()).toMatchObject({ error: { code: 'worker-died', message: 'The compute thread stopped.' }, run: 'r-00001' })
  })

  test('a run whose process dies while it is followed is taken over and ends here', async () => {
    fake.start(fake.parse({ 'device.threshold': [0.01, 0.02] }))
    const { code } = await begin('resume', 'r-00001', '--json')
    fake.finishPoint(0, 80.25)
    fake.free()
    fake.end('interrupted')
    await expect.poll(() => fake.asked.filter(({ name }) => name === 'runs.resume').length).toBe(2)
    await expect.poll(() => fake.spec() !== undefined && fake.asked.at(-1)?.name).toBe('runs.get')
    fake.finishPoint(1, 12)
    fake.end('done')
    expect(await code).toBe(0)
    expect(terminal.json()).toMatchObject({ run: 'r-00001', points: [{ worst: 80.25 }, { worst: 12 }] })
  })

  test('a run that another process gives up while explore follows it is told with how to go on', async () => {
    const { code } = await begin(...sweep, '--json')
    fake.finishPoint(0, 80.25)
    fake.end('interrupted')
    expect(await code).toBe(1)
    expect(terminal.json()).toMatchObject({
      error: { code: 'worker-died', hint: expect.stringContaining('nadir resume r-00001') as string },
    })
  })

  test('a run that stopped for a reason of its own ends resume with that reason, and is not taken up again and again', async () => {
    fake.start(fake.parse({ 'device.threshold': [0.01, 0.02] }))
    fake.free()
    const { code } = await begin('resume', 'r-00001', '--json')
    fake.end('interrupted', new NadirError('disk-full', 'The disk is full.', { hint: 'Free some space.' }))
    expect(await code).toBe(1)
    expect(terminal.json()).toMatchObject({ error: { code: 'disk-full', hint: 'Free some space.' } })
    expect(fake.asked.filter(({ name }) => name === 'runs.resume')).toHaveLength(1)
  })

  test('a run that is being computed elsewhere is followed to its end', async () => {
    fake.start(fake.parse({ 'device.threshold': [0.01, 0.02] }))
    const { code } = await begin('resume', 'r-00001', '--json')
    fake.finishPoint(0, 80.25)
    fake.finishPoint(1, 12)
    fake.end('done')
    expect(await code).toBe(0)
    expect(terminal.json()).toMatchObject({ run: 'r-00001', points: [{ worst: 80.25 }, { worst: 12 }] })
  })
})

describe('the spec', () => {
  async function specOf(...args: string[]) {
    const { code } = await begin('explore', ...args)
    fake.end('done')
    await code
    return fake.spec()
  }

  test('values are read as numbers, flags, lists and names', async () => {
    const spec = await specOf(
      '--set',
      'device.threshold=2e-2',
      '--set',
      'weights.zeroExact=true',
      '--set',
      'mapping.scheme=offset',
      '--set',
      'weights.bits=2,4,float',
    )
    expect(spec?.fields).toMatchObject({ 'device.threshold': 0.02, 'weights.zeroExact': true, 'mapping.scheme': 'offset' })
    expect(spec?.axes).toEqual([{ field: 'weights.bits', values: [2, 4, 'float'] }])
  })

  test('an axis is a range, a logarithmic range or a list', async () => {
    const spec = await specOf(
      '--axis',
      'device.threshold=0.005:0.04:8',
      '--axis',
      'attack.steps=1:100:3:log',
      '--axis',
      'device.bitsPerDevice=1,2',
    )
    expect(spec?.axes.map(({ field, values }) => [field, values])).toEqual([
      ['device.threshold', [0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04]],
      ['attack.steps', [1, 10, 100]],
      ['device.bitsPerDevice', [1, 2]],
    ])
  })

  test('the command line replaces what the file says of a field, and keeps the rest', async () => {
    const file = join(folder, 'spec.json')
    const held = {
      $schema: './spec.schema.json',
      device: { threshold: { from: 0.01, to: 0.04, steps: 4 }, bitsPerDevice: [1, 2] },
      seed: 7,
      axes: ['device.bitsPerDevice', 'device.threshold'],
    }
    // With a byte order mark, as some editors write it.
    await writeFile(file, `\uFEFF${JSON.stringify(held)}`)
    const spec = await specOf(file, '--axis', 'device.bitsPerDevice=4', '--set', 'weights.bits=8')
    expect(spec?.fields).toMatchObject({ seed: 7, 'weights.bits': 8 })
    expect(spec?.axes.map(({ field, values }) => [field, values])).toEqual([
      ['device.bitsPerDevice', [4]],
      ['device.threshold', [0.01, 0.02, 0.03, 0.04]],
    ])
  })

  test.each([
    [['--set', 'device.thresold=0.03'], 'unknown-field'],
    [['--set', 'device.threshold=0'], 'out-of-range'],
    [['--set', 'device.threshold=NaN'], 'not-a-number'],
    [['--set', 'device.threshold=Infinity'], 'out-of-range'],
    [['--set', 'device.threshold=thin'], 'bad-value'],
    [['--set', 'device.threshold'], 'bad-value'],
    [['--set', 'weights.bits=2,,4'], 'bad-value'],
    [['--axis', 'device.threshold=0.01:0.02'], 'bad-value'],
    [['--axis', 'device.threshold=a:0.02:3'], 'bad-value'],
    [['--axis', 'device.threshold=0.01:0.02:3:cubic'], 'bad-value'],
    [['--axis', 'device.threshold=0.01:0.04:1000001'], 'too-many-points'],
    [['--set', 'device.threshold=0.01,0.02', '--axis', 'device.threshold=0.01:0.02:3'], 'list-and-axis'],
    [['nothing.json'], 'bad-spec'],
  ])('%j is refused with exit 2 and starts nothing', async (args, code) => {
    expect(await terminal.run('explore', ...args, '--json')).toBe(2)
    expect(terminal.json()).toMatchObject({ error: { code, message: expect.any(String) as string, hint: expect.any(String) as string } })
    expect(fake.started()).toBe(false)
  })

  test.each(['[1]', '{"device":', '"text"'])('a file that holds %s is no spec, and the error names the file', async (content) => {
    const file = join(folder, 'broken.json')
    await writeFile(file, content)
    expect(await terminal.run('explore', file, '--json')).toBe(2)
    expect(terminal.json()).toMatchObject({ error: { code: 'bad-spec', message: expect.stringContaining('broken.json') as string } })
  })
})
