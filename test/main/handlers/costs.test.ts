import { describe, expect, it } from 'vitest'
import { openTestApp, sweep, testFolder, type TestApp } from '../../support/core'

const value = async (app: TestApp, name: string) => (await app.ask('costs.constants', {})).find((one) => one.name === name)

describe('the constants of the cost', () => {
  it('are kept in the data folder when they are edited, and reset by null', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    const list = await app.ask('costs.set', { name: 'readTime', value: 20e-9 })
    expect(list.filter(({ edited }) => edited).map(({ name }) => name)).toEqual(['readTime'])
    expect(app.heard('costs.changed')).toEqual([list])
    await app.ask('costs.set', { name: 'adcsPerTile', value: 4 })
    await app.close()
    const again = await openTestApp({ dir })
    expect(await value(again, 'readTime')).toMatchObject({ value: 20e-9, shipped: 100e-9, edited: true })
    await again.ask('costs.set', { name: 'readTime', value: null })
    expect(await value(again, 'readTime')).toMatchObject({ value: 100e-9, edited: false })
    expect(await value(again, 'adcsPerTile')).toMatchObject({ value: 4, edited: true })
  })

  it('are refused by name and by value, with what may be meant', async () => {
    const app = await openTestApp({ dir: testFolder() })
    expect(await app.refusal('costs.set', { name: 'readTim', value: 1 })).toMatchObject({
      code: 'unknown-field',
      hint: 'Did you mean readTime?',
    })
    for (const bad of [0, -1, Number.NaN, '1'])
      expect((await app.refusal('costs.set', { name: 'readTime', value: bad })).code).toBe('bad-call')
    expect((await app.ask('costs.constants', {})).every(({ edited }) => !edited)).toBe(true)
  })

  it('that another process edits are told here', async () => {
    const dir = testFolder()
    const [here, there] = [await openTestApp({ dir }), await openTestApp({ dir })]
    await there.ask('costs.set', { name: 'readTime', value: 20e-9 })
    await here.until(() => here.heard('costs.changed').length > 0, 'the edit is heard of')
    expect(
      here
        .heard('costs.changed')
        .at(-1)
        ?.find(({ name }) => name === 'readTime')?.value,
    ).toBe(20e-9)
  })
})

describe('the cost of a design', () => {
  it('is labelled first order and says what it counted on', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const cost = await app.ask('designs.cost', { spec: {} })
    expect(cost).toMatchObject({ label: 'first order', tiles: 28, planes: 2, adc: { bits: 9, basis: 'exact' } })
    expect(cost.energy.total).toBeCloseTo(
      cost.energy.cells + cost.energy.dac + cost.energy.sampleHold + cost.energy.adc + cost.energy.shiftAdd,
      20,
    )
  })

  it('takes programming from the technology and the threshold of the design', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const ask = (fields: Record<string, unknown>) => app.ask('designs.cost', { spec: { 'device.preset': 'rram', ...fields } })
    const [tight, loose] = [await ask({ 'device.threshold': 0.01 }), await ask({ 'device.threshold': 0.05 })]
    const { thresholds } = await app.ask('devices.program', { device: 'rram', thresholds: [0.01], devices: 4000, bitsPerDevice: 2 })
    expect(tight.device.seconds).toBe(thresholds[0]?.seconds.mean)
    expect(tight.programming).toEqual({
      devices: 122_940,
      time: 128 * 128 * tight.device.seconds,
      energy: expect.closeTo(122_940 * tight.device.joules, 12) as number,
    })
    expect(tight.programming.time).toBeGreaterThan(loose.programming.time)
    expect(tight.energy).toEqual(loose.energy)
  })

  it('is that of the first point of a sweep, with constants of the call over those kept', async () => {
    const app = await openTestApp({ dir: testFolder() })
    await app.ask('costs.set', { name: 'readTime', value: 1e-3 })
    const [kept, own] = [
      await app.ask('designs.cost', { spec: sweep(3) }),
      await app.ask('designs.cost', { spec: sweep(3), constants: { readTime: 2e-3 } }),
    ]
    expect(own.latency / kept.latency).toBeCloseTo(2, 9)
    expect(kept.device.threshold).toBe(0.005)
    expect(own.constants.find(({ name }) => name === 'readTime')?.value).toBe(2e-3)
    expect(await value(app, 'readTime')).toMatchObject({ value: 1e-3 })
  })

  it('is refused where the design cannot be built or a name is unknown', async () => {
    const app = await openTestApp({ dir: testFolder() })
    expect((await app.refusal('designs.cost', { spec: { 'device.bitsPerDevice': 3 } })).code).toBe('not-divisible')
    expect((await app.refusal('designs.cost', { spec: { 'device.preset': 'memristor' } })).code).toBe('unknown-method')
    expect((await app.refusal('designs.cost', { spec: {}, constants: { readTim: 1 } })).code).toBe('unknown-field')
    expect(app.host.programmings).toEqual([])
  })
})
