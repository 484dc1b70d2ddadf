import { describe, expect, it } from 'vitest'
import { arrayWarnings } from '../../src/shared/array-warnings'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'

const layers = [
  { name: 'conv1', down: 1 },
  { name: 'fc1', down: 4 },
]
const of = (fields: Record<string, unknown>): string[] => arrayWarnings(parseSpec(createFieldTable(), fields).fields as Design, layers)

describe('what the form says of an array', () => {
  it('is what bits a device do, and nothing of tiles that change no result', () => {
    expect(of({})).toEqual(['bits a device do not change the worst case while the threshold is in window units'])
    expect(of({ 'device.thresholdUnit': 'level' })).toEqual([expect.stringContaining('t = th / (2^K - 1)')])
    expect(of({ 'weights.bits': 'float' })).toEqual([])
  })

  it('is why the size of an array counts as soon as columns are read by converters', () => {
    expect(of({ 'crossbar.adcBits': 6 }).slice(1)).toEqual([
      "columns are read in steps: 6.1 of the 384 levels that 128 rows can give; exact sums take 9 bits (ISAAC's rule: 9)",
      'layers are cut into tiles that are read one by one: fc1 in 4, of 128 rows',
    ])
    expect(of({ 'crossbar.adcBits': 9 })[1]).toBe("columns are read exactly: 9 bits tell all sums apart (ISAAC's rule: 9)")
    expect(of({ 'crossbar.adcBits': 6, 'weights.bits': 'float' })[0]).toContain('no exact number of bits')
  })

  it('tells of a calibrated range what is known before a run: the share of sums it holds, neither step nor exact bits of it', () => {
    const calibrated = { 'crossbar.adcBits': 6, 'crossbar.adcRange': 'calibrated' }
    expect(of(calibrated)[1]).toBe(
      "columns are read in codes of a calibrated range: 64 for the lowest 99.9 % of the sums of each layer, which the run finds out; larger sums are cut; all sums that 128 rows can give take 9 bits (ISAAC's rule: 9)",
    )
    expect(of({ ...calibrated, 'crossbar.adcPercentile': 0.99999 })[1]).toContain('the lowest 99.999 % of')
    expect(of({ ...calibrated, 'weights.bits': 'float' })[0]).toMatch(/calibrated range.*no exact number of bits/)
    // As many codes as there are sums read all of them exactly, whatever the range.
    expect(of({ ...calibrated, 'crossbar.adcBits': 9 })[1]).toBe(of({ 'crossbar.adcBits': 9 })[1])
  })

  it('warns of the closed form where it is not exact', () => {
    expect(of({ 'crossbar.parasitics': 'closed' }).at(-1)).toContain('nodal solves the tile')
    expect(of({ 'crossbar.parasitics': 'closed', 'crossbar.neuronResistance': 0 }).at(-1)).not.toContain('nodal')
  })
})
