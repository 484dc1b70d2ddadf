import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DeviceInfo } from '../../../src/shared/device'
import { deviceNumbers, editedSource } from '../../../src/shared/device-numbers'
import { potentiated } from '../../../src/shared/pulse-curve'
import { openTestApp, sweep, testFolder, type TestApp } from '../../support/core'

const quick = { bitsPerDevice: 2, devices: 400 }

async function shipped(app: TestApp, id: string): Promise<DeviceInfo> {
  const found = (await app.ask('devices.list', {})).devices.find((device) => device.id === id)
  if (found === undefined) throw new Error(`there is no ${id}`)
  return found
}

/** A pulse file in microsiemens of a device with A = 20 over 50 pulses, 2 to 12 uS. */
const pulseFile = [
  'pulse,conductance',
  ...Array.from({ length: 51 }, (_, P) => `${P},${potentiated({ gMin: 2, gMax: 12, A: 20, pMax: 50 }, P)}`),
].join('\n')

describe('device technologies', () => {
  it('are listed with a unit and a source beside every number', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { devices, damaged } = await app.ask('devices.list', {})
    expect(devices.map(({ id }) => id)).toEqual(expect.arrayContaining(['ideal', 'rram', 'pcm', 'fefet', 'sonos']))
    expect(damaged).toEqual([])
    for (const { device } of devices)
      for (const number of deviceNumbers)
        expect(number.get(device)).toMatchObject({ unit: expect.any(String) as string, source: expect.stringMatching(/\S/) as string })
  })

  it('are checked by name where a design names one', async () => {
    const app = await openTestApp({ dir: testFolder() })
    expect(await app.refusal('designs.preview', { spec: sweep(2, { 'device.preset': 'memristor' }) })).toMatchObject({
      code: 'unknown-method',
      hint: expect.stringContaining('rram') as string,
    })
    expect((await app.ask('designs.preview', { spec: sweep(2, { 'device.preset': 'rram' }) })).points).toBe(2)
  })
})

describe('programming devices', () => {
  it('gives what each threshold costs and what is left at the chosen one', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { thresholds, chosen } = await app.ask('devices.program', {
      device: 'rram',
      thresholds: [0.01, 0.03, 0.1],
      chosen: 1,
      chipDevices: 1000,
      ...quick,
    })
    expect(thresholds.map(({ threshold }) => threshold)).toEqual([0.01, 0.03, 0.1])
    const cycles = thresholds.map((one) => one.cycles.mean)
    expect(cycles).toEqual([...cycles].sort((a, b) => b - a))
    const one = thresholds[1]
    expect(chosen.threshold).toBe(0.03)
    expect(chosen.residuals.reduce((sum, n) => sum + n, 0) + chosen.below + chosen.above).toBe(400)
    expect(chosen.cycles.reduce((sum, n, k) => sum + n * k, 0) / 400).toBeCloseTo(one?.cycles.mean ?? 0, 9)
    expect(one?.chip?.seconds).toBeCloseTo((one?.seconds.mean ?? 0) * 1000, 9)
    expect(one?.chip?.failureProbability).toBeCloseTo(1 - (1 - (one?.failureProbability ?? 0)) ** 1000, 9)
    expect(one?.chip?.failureInterval.high).toBeGreaterThan(one?.failureInterval.high ?? 1)
  })

  it('takes an edited device whole, and read noise only where it is asked for', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { device } = await shipped(app, 'pcm')
    const ask = async (input: object) =>
      (await app.ask('devices.program', { device: 'pcm', thresholds: [0.03], ...quick, ...input })).thresholds[0]
    const slow = deviceNumbers.find(({ name }) => name === 'pulse.time')?.set(device, 1, editedSource)
    expect((await ask({ device: slow ?? device }))?.seconds.mean).toBeGreaterThan(1)
    expect(app.host.programmings.at(-1)?.loop.readNoise).toBe(device.verify.noise.value)
    await ask({ readNoise: false })
    expect(app.host.programmings.at(-1)?.loop.readNoise).toBe(0)
  })

  it('is refused before it starts where it makes no sense', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { device } = await shipped(app, 'rram')
    const program = (input: object) => app.refusal('devices.program', { device: 'rram', thresholds: [0.03], ...input })
    expect((await program({ device: 'memristor' })).code).toBe('unknown-method')
    expect((await program({ thresholds: [0] })).code).toBe('bad-call')
    expect((await program({ chosen: 1 })).code).toBe('out-of-range')
    expect((await program({ devices: 2_000_000, maxCycles: 100_000 })).code).toBe('out-of-range')
    const inverted = { ...device, gMax: { ...device.gMax, value: 0 } }
    expect(await program({ device: inverted })).toMatchObject({
      code: 'out-of-range',
      message: expect.stringContaining('is empty') as string,
    })
    expect(app.host.programmings).toEqual([])
  })

  it('can be cancelled by its name, and makes room for a later one of that name', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const long = { device: 'rram', thresholds: [0.0001], devices: 2_000_000, maxCycles: 5000, job: 'page' }
    const first = app.refusal('devices.program', long)
    await app.until(() => app.host.programmings.length === 1, 'the first one is under way')
    const second = app.refusal('devices.program', long)
    expect((await first).code).toBe('cancelled')
    await app.until(() => app.host.programmings.length === 2, 'the second one is under way')
    expect(await app.ask('devices.cancel', { job: 'page' })).toEqual({ cancelled: true })
    expect((await second).code).toBe('cancelled')
    expect(await app.ask('devices.cancel', { job: 'page' })).toEqual({ cancelled: false })
  })
})

describe('devices of one’s own', () => {
  it('are kept as files, programmed by name, replaced only when told to, and removed', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    const { device } = await shipped(app, 'rram')
    const own = { ...device, label: 'Mine' }
    expect(await app.ask('devices.save', { id: 'mine', device: own, base: 'rram' })).toMatchObject({
      id: 'mine',
      shipped: false,
      base: 'rram',
    })
    expect(readdirSync(join(dir, 'devices'))).toEqual(['mine.json'])
    expect(app.heard('devices.changed')).toHaveLength(1)
    expect((await app.refusal('devices.save', { id: 'mine', device: own })).code).toBe('name-taken')
    expect((await app.refusal('devices.save', { id: 'rram', device: own, replace: true })).code).toBe('name-taken')
    await app.ask('devices.save', { id: 'mine', device: { ...own, label: 'Mine, later' }, replace: true })
    const again = await openTestApp({ dir })
    expect((await shipped(again, 'mine')).device.label).toBe('Mine, later')
    const named = await again.ask('devices.program', { device: 'mine', thresholds: [0.03], ...quick })
    const original = await again.ask('devices.program', { device: 'rram', thresholds: [0.03], ...quick })
    expect(named.thresholds).toEqual(original.thresholds)
    await again.ask('devices.remove', { id: 'mine' })
    expect(readdirSync(join(dir, 'devices'))).toEqual([])
    expect((await again.refusal('devices.remove', { id: 'mine' })).code).toBe('unknown-method')
    expect((await again.refusal('devices.remove', { id: 'rram' })).hint).toMatch(/Shipped/)
  })

  it('that cannot be programmed are not kept', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    const { device } = await shipped(app, 'rram')
    const wrong = { ...device, verify: { ...device.verify, noise: { ...device.verify.noise, value: -1 } } }
    expect(await app.refusal('devices.save', { id: 'mine', device: wrong })).toMatchObject({
      code: 'out-of-range',
      message: expect.stringContaining('verify.noise') as string,
    })
    expect((await app.refusal('devices.save', { id: '../mine', device })).code).toBe('bad-call')
    expect((await app.ask('devices.list', {})).devices.every((one) => one.shipped)).toBe(true)
  })

  it('name a damaged file and go on', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    mkdirSync(join(dir, 'devices'))
    writeFileSync(join(dir, 'devices', 'torn.json'), '{"format": 1, "dev')
    writeFileSync(join(dir, 'devices', 'other.json'), '{"format": 1}')
    writeFileSync(join(dir, 'devices', 'rram.json'), '{}')
    const { devices, damaged } = await app.ask('devices.list', {})
    expect(devices.every((one) => one.shipped)).toBe(true)
    expect(damaged.map(({ file, error }) => [file, error.code])).toEqual([
      [join(dir, 'devices', 'other.json'), 'data-damaged'],
      [join(dir, 'devices', 'rram.json'), 'name-taken'],
      [join(dir, 'devices', 'torn.json'), 'data-damaged'],
    ])
    expect((await app.refusal('devices.program', { device: 'torn', thresholds: [0.03] })).code).toBe('data-damaged')
    expect((await app.ask('app.doctor', {})).find(({ name }) => name === 'device torn')?.ok).toBe(false)
    await app.ask('devices.remove', { id: 'torn' })
    expect((await app.ask('devices.list', {})).damaged).toHaveLength(2)
  })
})

describe('measured devices', () => {
  it('take the fitted curve in siemens and keep points, residual and the numbers of their base', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const base = await shipped(app, 'fefet')
    const {
      device,
      measured,
      base: from,
    } = await app.ask('devices.import', { id: 'lab', text: pulseFile, file: 'lab.csv', base: 'fefet', unit: 'uS' })
    expect(from).toBe('fefet')
    expect(device.gMin.value).toBeCloseTo(2e-6, 12)
    expect(device.gMax.value).toBeCloseTo(12e-6, 12)
    expect(device.pulse.A.value).toBeCloseTo(20, 4)
    expect(device.pulse.A.source).toBe('fit of lab.csv')
    expect(device.pulse.time).toEqual(base.device.pulse.time)
    if (measured?.kind !== 'pulses') throw new Error('no pulses were kept')
    expect(measured.conductances[0]).toBeCloseTo(2e-6, 12)
    expect(measured.rms).toBeLessThan(1e-12)
    expect(measured.pulses).toHaveLength(51)
  })

  it('take a table of levels in the unit of the file', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { device, measured } = await app.ask('devices.import', {
      id: 'states',
      text: 'state,mean,sigma\n0,0,0.1\n3,2.9,0.2',
      file: 'states.csv',
      unit: 'level',
    })
    expect(device.levels).toMatchObject({ states: [0, 1], source: 'states.csv' })
    expect(device.levels?.sigmas[1]).toBeCloseTo(0.2 / 3, 12)
    expect(measured).toEqual({ kind: 'levels', file: 'states.csv', states: 2 })
  })

  it('are refused by file, line and what was expected, and nothing is kept', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    const read = (text: string, more: object = {}) => app.refusal('devices.import', { id: 'lab', text, file: 'lab.csv', ...more })
    expect(await read('pulse,conductance\n0,1\n1,two')).toMatchObject({
      code: 'not-a-number',
      message: expect.stringContaining('lab.csv, line 3') as string,
    })
    expect((await read('voltage\n1')).message).toMatch(/expected state, mean, sigma/)
    expect((await read(pulseFile, { id: 'pcm' })).code).toBe('name-taken')
    expect((await read(pulseFile, { base: 'memristor' })).code).toBe('unknown-method')
    expect(() => readFileSync(join(dir, 'devices', 'lab.json'))).toThrow()
  })
})
