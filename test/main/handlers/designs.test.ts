import { describe, expect, it } from 'vitest'
import { openTestApp, sweep, testFolder } from '../../support/core'

describe('designs', () => {
  it("have a field for everything a spec may hold, the searches' own among them", async () => {
    const app = await openTestApp({ dir: testFolder() })
    const fields = await app.ask('designs.fields', {})
    expect(fields.find((field) => field.name === 'device.threshold')).toMatchObject({ group: 'device', kind: 'number', default: 0.03 })
    expect(fields.find((field) => field.name === 'attack.steps')?.methods).toContain('f-lwc')
  })

  it('begin with the threshold from 0.005 to 0.04 in eight points', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const spec = await app.ask('designs.default', {})
    expect(spec.axes).toEqual([
      {
        field: 'device.threshold',
        values: [0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04],
        range: { from: 0.005, to: 0.04, steps: 8, scale: 'linear' },
      },
    ])
    expect(spec.fields).toMatchObject({
      model: 'lenet-w4a4',
      'weights.bits': 4,
      'activations.bits': 4,
      'device.bitsPerDevice': 2,
      'sampling.draws': 20,
      seed: 1,
    })
  })

  it('read the same in every form they travel in', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const range = { from: 0.01, to: 0.04, steps: 4, scale: 'linear' }
    const dotted = await app.ask('designs.parse', { spec: { 'device.threshold': range, 'weights.bits': [2, 4], 'attack.steps': 7 } })
    const nested = await app.ask('designs.parse', {
      spec: { device: { threshold: range }, weights: { bits: [2, 4] }, attack: { steps: 7 } },
    })
    const byAxes = await app.ask('designs.parse', {
      spec: { 'attack.steps': 7 },
      axes: [
        { field: 'device.threshold', value: range },
        { field: 'weights.bits', value: [2, 4] },
      ],
    })
    const again = await app.ask('designs.parse', { spec: { ...dotted } })
    const { text } = await app.ask('designs.file', { spec: { ...dotted } })
    const fromFile = await app.ask('designs.parse', { spec: JSON.parse(text) as Record<string, unknown> })
    for (const other of [nested, byAxes, again, fromFile]) expect(other).toEqual(dotted)
    expect(JSON.parse(text)).toMatchObject({
      $schema: './spec.schema.json',
      device: { threshold: range },
      axes: ['device.threshold', 'weights.bits'],
    })
    expect(text).toMatch(/^\{\n {2}"\$schema"/)
  })

  it('let a further axis stand beside those of a spec that was parsed, but not on one of its own', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const spec = { ...(await app.ask('designs.default', {})) }
    const two = await app.ask('designs.parse', { spec, axes: [{ field: 'weights.bits', value: [2, 4] }] })
    expect(two.axes.map((axis) => axis.field)).toEqual(['device.threshold', 'weights.bits'])
    expect(await app.refusal('designs.parse', { spec, axes: [{ field: 'device.threshold', value: [0.01] }] })).toMatchObject({
      code: 'list-and-axis',
    })
  })

  it('say before a start what it takes', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const one = await app.ask('designs.preview', { spec: sweep(1) })
    const eight = await app.ask('designs.preview', { spec: sweep(8) })
    expect(one).toMatchObject({ points: 1, infeasible: 0 })
    expect([eight.points, eight.infeasible]).toEqual([8, 0])
    // Several boxes share one more run, through all of them.
    expect(eight.passes).toBeGreaterThan(8 * one.passes)
    expect(eight.seconds).toBeGreaterThan(8 * one.seconds)
    const apart = await app.ask('designs.preview', { spec: { ...sweep(8), 'attack.sharing': 'off' } })
    expect(apart.passes).toBe(8 * one.passes)
    expect(apart.seconds).toBeCloseTo(8 * one.seconds, 6)
    expect(eight.memory).toBeGreaterThan(100e6)
    expect(await app.ask('runs.list', {})).toEqual([])
  })

  it('count in a preview what cannot be built, without refusing it', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const some = await app.ask('designs.preview', { spec: { 'device.bitsPerDevice': [1, 2, 3] } })
    expect(some).toMatchObject({ points: 3, infeasible: 1, infeasibleReason: { code: 'not-divisible' } })
    const none = await app.ask('designs.preview', { spec: { 'device.bitsPerDevice': 3 } })
    expect(none).toMatchObject({ points: 1, infeasible: 1, passes: 0, seconds: 0 })
  })

  it('write any tile as a netlist, and say which layers and tiles there are', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const spec = { 'crossbar.rows': 64, 'crossbar.wireResistance': 0 }
    const { text, name } = await app.ask('designs.netlist', { spec, layer: 'conv2', down: 2, across: 0, sign: 'negative' })
    expect(name).toBe('lenet-w4a4-conv2-2-0.cir')
    const lines = text.split('\n')
    expect(lines.slice(0, 2)).toEqual([
      '* lenet-w4a4 conv2, tile 2,0, negative columns',
      // 150 rows on tiles of 64, the last of which holds 22; 16 outputs of two slices.
      '* 22 word lines x 32 bit lines; ohms: source 1000, neuron 500, word wire 0, bit wire 0',
    ])
    expect(lines.filter((line) => line.startsWith('Rcell'))).toHaveLength(22 * 32)
    expect(await app.refusal('designs.netlist', { spec, layer: 'conv9' })).toMatchObject({
      code: 'bad-value',
      hint: 'Its layers are conv1, conv2, fc1, fc2, fc3.',
    })
    expect(await app.refusal('designs.netlist', { spec, layer: 'conv2', down: 3 })).toMatchObject({
      code: 'bad-value',
      hint: 'It has 3 tiles down and 1 across, counted from 0.',
    })
  })
})
