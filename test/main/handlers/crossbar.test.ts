import { describe, expect, it } from 'vitest'
import { openTestApp, sweep, testFolder } from '../../support/core'

describe('the layers of a design on tiles', () => {
  it('say where the converter is below exact', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const reading = await app.ask('crossbar.layers', { spec: sweep(2, { 'crossbar.adcBits': 6, 'crossbar.rows': 64 }) })
    expect(reading).toMatchObject({ planes: 2, parasitics: 'none', total: { tiles: 1 + 3 + 7 * 2 + 2 * 2 + 2, devices: 122_940 } })
    expect(reading.layers.map(({ name }) => name)).toEqual(['conv1', 'conv2', 'fc1', 'fc2', 'fc3'])
    // 64 rows of one input bit and levels to 3.
    expect(reading.layers[0]).toMatchObject({ rowsUsed: 25, range: 192, adcBits: 6, exactBits: 8, usedBits: 7, coarse: true })
    expect(reading.layers[0]?.step).toBeCloseTo(192 / 63, 12)
  })

  it('have no exact bits where sums are analog, and no step without a converter', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const { layers } = await app.ask('crossbar.layers', { spec: { 'activations.bits': 'float' } })
    for (const layer of layers) expect(Object.keys(layer)).not.toEqual(expect.arrayContaining(['exactBits']))
    expect(layers[0]).toMatchObject({ adcBits: 'off', coarse: false })
    expect(layers[0]).not.toHaveProperty('step')
  })
})

describe('the inspection of a tile', () => {
  it('gives maps, currents and errors, whatever the parasitics of the results', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const ask = (kind: string) =>
      app.ask('crossbar.inspect', {
        spec: { 'crossbar.rows': 64, 'crossbar.parasitics': kind, 'crossbar.wireResistance': 2 },
        layer: 'conv2',
        down: 2,
        sign: 'negative',
      })
    const { seconds: _none, ...none } = await ask('none')
    const { seconds: _nodal, ...nodal } = await ask('nodal')
    expect(none).toEqual(nodal)
    expect(none).toMatchObject({
      title: 'lenet-w4a4 conv2, tile 2,0, negative columns',
      rows: 22,
      columns: 32,
      resistances: { source: 1000, neuron: 500, word: 2, bit: 2 },
      blocks: { down: 22, across: 32 },
    })
    for (const map of Object.values(none.maps)) expect(map).toHaveLength(22 * 32)
    expect(none.currents.error).toHaveLength(32)
    expect(none.columnErrors.worst).toBe(Math.max(...none.currents.error.map(Math.abs)))
  })

  it('is refused for a layer or tile there is not, and for a design that cannot be built', async () => {
    const app = await openTestApp({ dir: testFolder() })
    expect((await app.refusal('crossbar.inspect', { spec: {}, layer: 'conv9' })).hint).toMatch(/conv1/)
    expect((await app.refusal('crossbar.inspect', { spec: {}, layer: 'fc1', down: 9 })).code).toBe('bad-value')
    expect((await app.refusal('crossbar.inspect', { spec: { 'device.bitsPerDevice': 3 }, layer: 'fc1' })).code).toBe('not-divisible')
  })

  it('of more than 784 x 500 cells is refused with what to do', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const spec = {
      'crossbar.rows': 4096,
      'crossbar.columns': 4096,
      'mapping.scheme': 'differential',
      'weights.bits': 8,
      'device.bitsPerDevice': 1,
    }
    expect(await app.refusal('crossbar.inspect', { spec, layer: 'fc1' })).toMatchObject({
      code: 'out-of-range',
      message: 'A tile of 400 x 1920 cells takes too long to solve exactly.',
      hint: expect.stringContaining('smaller tiles') as string,
    })
  })

  it('gives way to a later question of its name, and can be cancelled', async () => {
    const app = await openTestApp({ dir: testFolder(), holdAfter: 0 })
    const ask = { spec: {}, layer: 'fc3', job: 'page' }
    const first = app.refusal('crossbar.inspect', ask)
    await app.until(() => app.host.inspections.length === 1, 'the first one is under way')
    const second = app.refusal('crossbar.inspect', { ...ask, layer: 'fc2' })
    expect(await first).toMatchObject({ code: 'cancelled', message: 'The solving of the tile was stopped.' })
    await app.until(() => app.host.inspections.length === 2, 'the second one is under way')
    expect(await app.ask('crossbar.cancel', { job: 'page' })).toEqual({ cancelled: true })
    expect((await second).code).toBe('cancelled')
    expect(await app.ask('crossbar.cancel', { job: 'page' })).toEqual({ cancelled: false })
  })
})
