import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseSpec } from '../../src/shared/parse-spec'
import { attackFields } from '../../src/main/engine/registry'
import { axisValues, completeDesign, createFieldTable, expandSpec, specToFile, valueBefore } from '../../src/shared/spec'

const table = createFieldTable()
const code = (work: () => unknown): string => {
  try {
    work()
  } catch (error) {
    return (error as { code: string }).code
  }
  return 'none'
}

describe('a spec', () => {
  it('reads nested files and dotted names alike', () => {
    expect(parseSpec(table, { device: { threshold: 0.01 }, data: { score: { images: 500 } } })).toEqual(
      parseSpec(table, { 'device.threshold': 0.01, 'data.score.images': 500 }),
    )
  })

  it('of a saved run keeps what fields that came after it did then', () => {
    const table = createFieldTable(attackFields())
    const { 'attack.polish': polish, 'attack.subset': subset, ...older } = parseSpec(table, {}).fields
    expect([polish, subset]).toEqual(['on', 'grow'])
    const then = { 'attack.polish': 'off', 'attack.subset': 'off' }
    expect(parseSpec(table, older, [], valueBefore).fields).toMatchObject(then)
    expect(completeDesign(table, older)).toEqual({ ...older, ...then })
    expect(completeDesign(table, { ...older, 'attack.subset': 'grow' })).toMatchObject({ 'attack.subset': 'grow', 'attack.polish': 'off' })
  })

  it('rounds range values to 12 digits, both ends included', () => {
    expect(axisValues({ from: 0.005, to: 0.04, steps: 8, scale: 'linear' })).toEqual([0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04])
    expect(axisValues({ from: 1e-4, to: 1e-2, steps: 3, scale: 'log' })).toEqual([1e-4, 1e-3, 1e-2])
  })

  it('comes back from its own file', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), fc.subarray([1, 2, 4], { minLength: 1 }), (steps, K) => {
        const spec = parseSpec(table, { device: { threshold: { from: 0.01, to: 0.04, steps }, bitsPerDevice: K } })
        expect(parseSpec(table, JSON.parse(JSON.stringify(specToFile(spec))))).toEqual(spec)
      }),
    )
  })

  it('expands with the first axis fastest', () => {
    const spec = parseSpec(table, {
      axes: ['device.threshold', 'device.bitsPerDevice'],
      device: { bitsPerDevice: [1, 2], threshold: [0.01, 0.02, 0.03] },
    })
    expect(expandSpec(spec).map(({ at }) => [at['device.threshold'], at['device.bitsPerDevice']])).toEqual([
      [0.01, 1],
      [0.02, 1],
      [0.03, 1],
      [0.01, 2],
      [0.02, 2],
      [0.03, 2],
    ])
  })

  it.each([
    ['unknown-field', { device: { treshold: 0.1 } }],
    ['out-of-range', { 'device.threshold': 0 }],
    ['out-of-range', { 'device.threshold': -0.01 }],
    ['not-a-number', { 'device.threshold': Number.NaN }],
    ['out-of-range', { 'weights.bits': 9 }],
    ['bad-value', { 'device.thresholdUnit': 'volts' }],
    ['bad-value', { 'device.threshold': '0.03' }],
    ['bad-value', { 'device.threshold': [] }],
    ['bad-value', { 'device.threshold': { from: 0.1, to: 0.2 } }],
    ['not-a-number', { 'device.threshold': { from: 'NaN', to: 0.2, steps: 2 } }],
    ['not-a-number', { 'device.threshold': { from: 0.1, to: Number.NaN, steps: 2 } }],
    ['out-of-range', { 'device.threshold': { from: 0.1, to: 'Infinity', steps: 2 } }],
    ['bad-value', { 'device.threshold': { from: 0.1, to: 0.2, steps: 0 } }],
    ['bad-value', { 'device.threshold': { from: 0.1, to: 0.2, steps: 2.5 } }],
    ['unknown-field', { axes: ['device.treshold'] }],
    ['bad-spec', { axes: 'device.threshold' }],
    ['bad-spec', []],
    ['bad-spec', { 'device.threshold': 0.1, device: { threshold: 0.2 } }],
    ['too-many-points', { 'device.threshold': { from: 0.001, to: 0.1, steps: 1_000_001 } }],
    ['too-many-points', { 'device.threshold': { from: 0.001, to: 0.1, steps: 2000 }, seed: { from: 1, to: 2000, steps: 2000 } }],
    [
      'too-many-axes',
      { seed: [1, 2], model: ['a', 'b'], 'weights.bits': [2, 4], 'crossbar.rows': [64, 128], 'crossbar.columns': [64, 128] },
    ],
  ])('refuses with %s: %j', (expected, input) => {
    expect(code(() => parseSpec(table, input))).toBe(expected)
  })

  it.each([
    ['device.treshold', 'device.threshold'],
    ['Threshold', 'device.threshold'],
    ['weight.bits', 'weights.bits'],
    ['attack.stepps', 'attack.steps'],
    ['steps', 'attack.steps'],
    ['device', 'device.threshold'],
  ])('names the field that %s may stand for', (wrong, meant) => {
    expect(() => parseSpec(table, { [wrong]: 1 })).toThrow(
      expect.objectContaining({ code: 'unknown-field', hint: expect.stringMatching(new RegExp(`^Did you mean .*${meant}`)) as string }),
    )
  })

  it('says where fields are listed where none is near', () => {
    expect(() => parseSpec(table, { colour: 1 })).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('methods fields') as string }),
    )
  })

  it('says in one line what is wrong with a range', () => {
    expect(() => parseSpec(table, { seed: { from: 1, to: 2, scale: 'cubic' } })).toThrow(
      /^The range of seed cannot be used: steps: .*; scale: [^\n]*\.$/,
    )
  })

  it('refuses a list beside an axis on one field', () => {
    expect(code(() => parseSpec(table, { 'device.threshold': [0.01, 0.02] }, [{ field: 'device.threshold', value: [0.03] }]))).toBe(
      'list-and-axis',
    )
  })
})
