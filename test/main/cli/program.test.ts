import { execFileSync } from 'node:child_process'
import { lstat, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { NadirError } from '../../../src/shared/errors'
import { createFakeCore } from '../transport/fake-core'
import { onTerminal } from './terminal'

const commands = [
  'compare',
  'cost',
  'crossbar',
  'data',
  'devices',
  'doctor',
  'explore',
  'find',
  'methods',
  'models',
  'netlist',
  'report',
  'rerun',
  'resume',
  'runs',
  'serve',
  'show',
  'train',
]

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nadir-cli-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('help', () => {
  test('names every command, prints on stdout, exits with 0 and opens no database', async () => {
    for (const args of [['--help'], []]) {
      const terminal = onTerminal(createFakeCore().core)
      expect(await terminal.run(...args)).toBe(0)
      for (const command of commands) expect(terminal.stdout.text).toMatch(new RegExp(`^ +${command}\\b`, 'm'))
      expect(terminal.opened).toEqual([])
    }
  })

  test.each(commands)('%s --help shows its own options and those of every command', async (command) => {
    const terminal = onTerminal(createFakeCore().core)
    expect(await terminal.run(command, '--help')).toBe(0)
    for (const option of ['--json', '--db <dir>', '--quiet', '--workers <n>', '--backend <name>'])
      expect(terminal.stdout.text).toContain(option)
    expect(terminal.stdout.text).not.toContain('[]')
    expect(terminal.opened).toEqual([])
  })
})

describe('wrong usage', () => {
  test.each([
    [['exploer'], /unknown command/i],
    [['explore', '--sett', 'a=b'], /unknown option/i],
    [['show'], /missing required argument/i],
    [['train', 'standard'], /--name/],
    [['explore', 'a.json', 'b.json'], /too many arguments/i],
    [['runs', '--workers', 'two'], /whole number from 1 to 256/],
    [['runs', '--backend', 'abacus'], /abacus/],
  ])('%j is a bad call: exit 2, on stderr for a person', async (args, message) => {
    const terminal = onTerminal(createFakeCore().core)
    expect(await terminal.run(...args)).toBe(2)
    expect(terminal.stdout.text).toBe('')
    expect(terminal.stderr.text).toMatch(message)
    expect(terminal.stderr.text).toContain('--help')
    expect(terminal.opened).toEqual([])
  })

  test('with --json it is one document on stdout, wherever --json stands', async () => {
    for (const args of [
      ['--json', 'exploer'],
      ['explore', '--sett', 'a=b', '--json'],
    ]) {
      const terminal = onTerminal(createFakeCore().core)
      expect(await terminal.run(...args)).toBe(2)
      expect(terminal.json()).toMatchObject({
        error: { code: 'bad-call', message: expect.any(String) as string, hint: expect.stringContaining('--help') as string },
      })
      expect(terminal.stderr.text).toBe('')
    }
  })

  test.each(['0', '65536', 'http', '80.5'])('--port %s is refused before anything is opened', async (port) => {
    const terminal = onTerminal(createFakeCore().core)
    expect(await terminal.run('serve', '--port', port, '--json')).toBe(2)
    expect(terminal.json()).toMatchObject({ error: { code: 'bad-value' } })
    expect(terminal.opened).toEqual([])
  })
})

describe('options of every command', () => {
  test('stand before or behind the command and reach the core', async () => {
    for (const args of [
      ['--db', 'data', '--workers', '3', '--backend', 'wasm', 'runs'],
      ['runs', '--db=data', '--workers=3', '--backend=wasm'],
    ]) {
      const terminal = onTerminal(createFakeCore({ 'runs.list': () => [] }).core)
      expect(await terminal.run(...args)).toBe(0)
      expect(terminal.opened).toMatchObject([{ dir: resolve('data'), workers: 3, backend: 'wasm', resources: '/nadir/resources' }])
      expect(terminal.opened[0]?.conductor.pathname).toBe('/nadir/out/main/worker.js')
      expect(terminal.state.closed).toBe(1)
    }
  })

  test('a data folder without a name is refused before anything is opened', async () => {
    const terminal = onTerminal(createFakeCore().core)
    expect(await terminal.run('runs', '--db', '', '--json')).toBe(2)
    expect(terminal.json()).toMatchObject({ error: { code: 'bad-value', hint: expect.stringContaining('--db') as string } })
    expect(terminal.opened).toEqual([])
  })

  test('an error of the core exits with the code of its kind and is closed behind', async () => {
    for (const [code, status] of [
      ['unknown-run', 2],
      ['database-newer', 1],
    ] as const) {
      const fake = createFakeCore({
        'runs.list': () => {
          throw new NadirError(code, 'It is so.', { hint: 'Do this.' })
        },
      })
      const terminal = onTerminal(fake.core)
      expect(await terminal.run('runs', '--json')).toBe(status)
      expect(terminal.json()).toEqual({ error: { code, message: 'It is so.', hint: 'Do this.' } })
      expect(terminal.state.closed).toBe(1)
    }
  })
})

describe('checks', () => {
  test('doctor prints each line and fails with the hint of the first that is not ok', async () => {
    const fake = createFakeCore({
      'app.doctor': () => [
        { name: 'database', ok: true, text: '2 runs' },
        { name: 'lenet', ok: false, text: 'another hash', hint: 'Train it again.' },
      ],
    })
    const terminal = onTerminal(fake.core)
    expect(await terminal.run('doctor', '--check')).toBe(1)
    expect(fake.asked).toEqual([{ name: 'app.doctor', input: { check: true } }])
    expect(terminal.stdout.text).toMatch(/^ok +database +2 runs$/m)
    expect(terminal.stdout.text).toMatch(/^FAILED +lenet +another hash$/m)
    expect(terminal.stderr.text).toBe('lenet: another hash\nTrain it again.\n')
  })
})

describe('report', () => {
  const fake = () => createFakeCore({ 'reports.create': () => ({ name: 'r.csv', mime: 'text/csv', text: 'a,b\r\n1,2\r\n' }) })

  test('goes to stdout, or whole to the file', async () => {
    const printed = onTerminal(fake().core)
    expect(await printed.run('report', 'r-00001', '--format', 'csv')).toBe(0)
    expect(printed.stdout.text).toBe('a,b\r\n1,2\n')

    const out = join(folder, 'r.csv')
    await writeFile(out, 'older')
    const written = onTerminal(fake().core)
    expect(await written.run('report', 'r-00001', 'r-00002', '--format', 'csv', '--out', out, '--json')).toBe(0)
    expect(written.json()).toEqual({ file: out, bytes: 10 })
    expect(await readFile(out, 'utf8')).toBe('a,b\r\n1,2\r\n')
    expect(await readdir(folder)).toEqual(['r.csv'])
  })

  test('a folder in its place, or no folder around it, is refused and nothing is left behind', async () => {
    await mkdir(join(folder, 'reports'))
    for (const out of [join(folder, 'reports'), join(folder, 'nowhere', 'r.csv')]) {
      const terminal = onTerminal(fake().core)
      expect(await terminal.run('report', 'r-00001', '--out', out, '--json')).toBe(2)
      expect(terminal.json()).toMatchObject({ error: { code: 'bad-value', hint: expect.stringContaining('--out') as string } })
    }
    expect(await readdir(folder, { recursive: true })).toEqual(['reports'])
  })

  test('a link to a file is followed, and what is no file is written into, never replaced', async () => {
    const [file, link, pipe] = ['kept.csv', 'link.csv', 'pipe'].map((name) => join(folder, name))
    if (file === undefined || link === undefined || pipe === undefined) throw new Error('three names')
    await writeFile(file, 'older')
    await symlink(file, link)
    expect(await onTerminal(fake().core).run('report', 'r-00001', '--out', link)).toBe(0)
    expect((await lstat(link)).isSymbolicLink()).toBe(true)
    expect(await readFile(file, 'utf8')).toBe('a,b\r\n1,2\r\n')

    if (process.platform === 'win32') return
    execFileSync('mkfifo', [pipe])
    const read = readFile(pipe, 'utf8')
    expect(await onTerminal(fake().core).run('report', 'r-00001', '--out', pipe)).toBe(0)
    expect(await read).toBe('a,b\r\n1,2\r\n')
    expect((await lstat(pipe)).isFIFO()).toBe(true)
    expect((await readdir(folder)).sort()).toEqual(['kept.csv', 'link.csv', 'pipe'])
  })

  test.skipIf(process.platform !== 'linux')('a place that cannot be written, or is full, is named with what to do', async () => {
    for (const [out, code] of [
      ['/proc/r.csv', 'folder-unwritable'],
      ['/dev/full', 'disk-full'],
    ] as const) {
      const terminal = onTerminal(fake().core)
      expect(await terminal.run('report', 'r-00001', '--out', out, '--json')).toBe(1)
      expect(terminal.json()).toMatchObject({ error: { code, hint: expect.stringContaining('--out') as string } })
    }
    expect((await lstat('/dev/full')).isCharacterDevice()).toBe(true)
  })
})

describe('compare', () => {
  test('needs two runs that are not the same one', async () => {
    const terminal = onTerminal(createFakeCore().core)
    expect(await terminal.run('compare', 'r-00001', 'r-00001', '--json')).toBe(2)
    expect(terminal.json()).toMatchObject({ error: { code: 'bad-call', message: 'Two to eight different runs can be compared, not 1.' } })
  })
})

describe('rerun', () => {
  test.each(['[1]', '{"format":', '{"runs": []}'])('a file that holds %s is no report, and the hint says what is', async (content) => {
    const file = join(folder, 'report.json')
    await writeFile(file, content)
    const terminal = onTerminal(createFakeCore().core)
    expect(await terminal.run('rerun', file, '--json')).toBe(2)
    expect(terminal.json()).toMatchObject({
      error: {
        code: 'bad-spec',
        message: expect.stringContaining('report.json') as string,
        hint: expect.stringContaining('nadir report') as string,
      },
    })
  })
})

describe('train', () => {
  test('passes the parameters, tells each epoch, and prints the new model', async () => {
    const fake = createFakeCore({
      'models.train': () => {
        for (const epoch of [1, 2]) {
          fake.emit({
            event: 'training.progress',
            data: { name: 'mine', epoch, epochs: 2, step: 10, steps: 10, loss: 0.5 / epoch, accuracy: 96.125, secondsLeft: 90 },
          })
        }
        return { id: 'mine', recorded: { clean: 98.5 } }
      },
    })
    const terminal = onTerminal(fake.core)
    expect(await terminal.run('train', 'standard', '--name', 'mine', '--set', 'epochs=2', '--set', 'robust=true')).toBe(0)
    expect(fake.asked).toEqual([{ name: 'models.train', input: { method: 'standard', name: 'mine', params: { epochs: 2, robust: true } } }])
    expect(terminal.stdout.text).toBe('mine: clean 98.50 %\n')
    expect(terminal.stderr.text.split('\n').slice(0, 2)).toEqual([
      ' 50 %  epoch 1 of 2, loss 0.500, accuracy 96.13 %, 90\u00a0s left',
      '100 %  epoch 2 of 2, loss 0.250, accuracy 96.13 %, 90\u00a0s left',
    ])
  })

  test('Ctrl-C ends it at once with 130 and closes the core, which stops the training', async () => {
    const fake = createFakeCore()
    const core = { ...fake.core, call: () => new Promise<never>(() => undefined) }
    const terminal = onTerminal(core)
    const code = terminal.run('train', 'standard', '--name', 'mine')
    await expect.poll(() => terminal.opened.length).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    terminal.signal('SIGINT')
    expect(await code).toBe(130)
    expect(terminal.state.closed).toBe(1)
  })
})

describe('serve', () => {
  test('prints one address with a token, starts the first run when asked, and ends by Ctrl-C with 0', async () => {
    const asked: string[] = []
    const fake = createFakeCore({
      'runs.list': () => [],
      'designs.default': () => ({ fields: {}, axes: [] }),
      'runs.start': () => void asked.push('started'),
    })
    const terminal = onTerminal(fake.core)
    const code = terminal.run('serve', '--first-run')
    await expect.poll(() => asked).toEqual(['started'])
    expect(terminal.stdout.text).toMatch(/^Nadir is at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/)
    terminal.signal('SIGINT')
    expect(await code).toBe(0)
    expect(terminal.state.closed).toBe(1)
  })

  test('the first run is not started where the database held a run before', async () => {
    for (const held of [
      { kept: 1, deleted: 0 },
      { kept: 0, deleted: 1 },
    ]) {
      const fake = createFakeCore({
        'runs.list': (input) => Array.from({ length: JSON.stringify(input).includes('true') ? held.deleted : held.kept }, () => ({})),
      })
      const terminal = onTerminal(fake.core)
      const code = terminal.run('serve', '--first-run', '--json')
      await expect.poll(() => terminal.stdout.text).not.toBe('')
      expect(terminal.json()).toMatchObject({ url: expect.stringContaining('token=') as string })
      await expect.poll(() => fake.asked.length).toBe(2)
      terminal.signal('SIGINT')
      expect(await code).toBe(0)
      expect(fake.asked.map(({ name }) => name)).toEqual(['runs.list', 'runs.list'])
    }
  })
})
