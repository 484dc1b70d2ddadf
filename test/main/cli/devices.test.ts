import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DeviceInfo } from '../../../src/shared/device'
import type { ProgrammingOutcome } from '../../../src/shared/programming'
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

describe('nadir devices', () => {
  test('lists technologies, and shows every number of one with unit and source', async () => {
    const { run } = await open()
    expect((await run('devices')).text).toMatch(/^rram +RRAM \(Ag:a-Si\) +shipped +3\.08\u00a0nS +38\.5\u00a0nS +97/m)
    const { text } = await run('devices', 'show', 'rram')
    expect(text).toMatch(/^pulse\.time +300\u00a0µs +MLP\+NeuroSim/m)
    expect(text).toMatch(/^verify\.noise +0\u00a0window +/m)
    expect((await run('devices', 'show', 'rram', '--json')).json()).toMatchObject({
      id: 'rram',
      device: { pulse: { ccv: { value: 0.035 } } },
    })
    expect(await run('devices', 'show', 'memristor')).toMatchObject({
      code: 2,
      error: expect.stringMatching(/no device technology/) as string,
    })
  })

  test('programs a technology at a range of thresholds, for the chip that the design makes', async () => {
    const { app, run } = await open()
    const { code, text } = await run('devices', 'program', 'rram', '--threshold', '0.02:0.1:3', '--set', 'devices=500')
    expect(code).toBe(0)
    expect(
      text
        .split('\n')
        .slice(1, 4)
        .map((line) => line.trim().slice(0, 6)),
    ).toEqual(['0.0200', '0.0600', '0.1000'])
    expect(text).toContain('a chip has 122\u00a0940 devices')
    const told = [
      '--set',
      'mapping.scheme=differential',
      '--set',
      'device.bitsPerDevice=4',
      '--set',
      'pulses=inverse',
      '--set',
      'maxCycles=50',
      '--set',
      'readNoise=false',
      '--set',
      'seed=3',
    ]
    const answer = (
      await run('devices', 'program', 'pcm', '--threshold', '0.05', '--set', 'devices=300', ...told, '--json')
    ).json() as ProgrammingOutcome
    expect(answer).toMatchObject({
      device: 'pcm',
      settings: { bitsPerDevice: 4, seed: 3, chipDevices: 122_940, devices: 300, maxCycles: 50, pulses: 'inverse', readNoise: false },
    })
    expect(answer.thresholds).toHaveLength(1)
    expect(app.host.programmings.at(-1)?.loop).toMatchObject({ maxCycles: 50, pulses: 'inverse', readNoise: 0, seed: 3 })
    // In level units, 0.3 of 2^2 - 1 spacings.
    const level = ['--set', 'device.threshold=0.3', '--set', 'device.thresholdUnit=level']
    const inLevels = (await run('devices', 'program', 'pcm', '--set', 'devices=50', ...level, '--json')).json() as ProgrammingOutcome
    expect(inLevels.thresholds[0]?.threshold).toBeCloseTo(0.1, 12)
  })

  test('programs a technology with numbers of one’s own', async () => {
    const { run } = await open()
    const program = async (...more: string[]) =>
      (
        await run('devices', 'program', 'rram', '--threshold', '0.05', '--set', 'devices=200', ...more, '--json')
      ).json() as ProgrammingOutcome
    const [shipped, slow] = [await program(), await program('--set', 'pulse.time=600e-6')]
    expect(slow.thresholds[0]?.cycles).toEqual(shipped.thresholds[0]?.cycles)
    expect((slow.thresholds[0]?.seconds.mean ?? 0) / (shipped.thresholds[0]?.seconds.mean ?? 1)).toBeCloseTo(2, 3)
  })

  test.each([
    [['--set', 'pulse.tme=1'], 'unknown-field'],
    [['--set', 'pulse.time=fast'], 'not-a-number'],
    [['--set', 'pulses=two'], 'bad-value'],
    [['--set', 'maxCycles=0'], 'bad-value'],
    [['--set', 'model=resnet'], 'unknown-model'],
    [['--threshold', '0.1:x:3'], 'bad-value'],
    [['--threshold', '0.9'], 'bad-call'],
  ])('%j is refused as %s with exit 2', async (args, code) => {
    const { app, run } = await open()
    const refused = await run('devices', 'program', 'rram', ...args, '--json')
    expect(refused.code).toBe(2)
    expect(refused.json()).toMatchObject({ error: { code, hint: expect.stringMatching(/\S/) as string } })
    expect(app.host.programmings).toEqual([])
  })

  test('imports measured data under a name, programs it and removes it', async () => {
    const { app, run } = await open()
    const file = join(testFolder(), 'lab.csv')
    writeFileSync(file, ['pulse,conductance', ...Array.from({ length: 41 }, (_, P) => `${P},${1 + P / 4}`)].join('\n'))
    expect((await run('devices', 'import', file, '--name', 'rram')).code).toBe(2)
    const made = (await run('devices', 'import', file, '--name', 'lab', '--unit', 'uS', '--base', 'fefet', '--json')).json() as DeviceInfo
    expect(made.device.gMax.value).toBeCloseTo(11e-6, 12)
    expect((await run('devices', 'show', 'lab')).text).toMatch(/^Fit: 41 points, RMS .*S, .* % of the window$/m)
    expect((await run('devices', 'program', 'lab', '--threshold', '0.05', '--set', 'devices=100')).code).toBe(0)
    expect((await run('devices', 'import', file, '--name', 'lab')).error).toMatch(/already/)
    expect((await run('devices', 'import', file, '--name', 'lab', '--replace')).code).toBe(0)
    expect((await run('devices', 'remove', 'lab')).text).toBe('lab is removed.\n')
    expect((await app.ask('devices.list', {})).devices.every((device) => device.shipped)).toBe(true)
    expect((await run('devices', 'import', join(testFolder(), 'nowhere.csv'), '--name', 'lab')).code).toBe(2)
  })

  test('ends with 130 on Ctrl-C, and says that nothing is kept', async () => {
    const { app } = await open()
    const terminal = onTerminal(app)
    const ended = terminal.run('devices', 'program', 'rram', '--threshold', '1e-4', '--set', 'devices=2000000', '--set', 'maxCycles=5000')
    await app.until(() => app.host.programmings.length === 1, 'the devices are being programmed')
    terminal.signal('SIGINT')
    expect(await ended).toBe(130)
    expect(terminal.stderr.text).toMatch(/stopped[^]*nothing of it is kept/)
  })
})
