import { describe, expect, it } from 'vitest'
import { requireSamePlaces } from '../../../../src/main/engine/analyse/same-places'
import { NadirError } from '../../../../src/shared/errors'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { createFieldTable } from '../../../../src/shared/spec'

const designOf = (fields: Record<string, unknown>): Design => parseSpec(createFieldTable(), fields).fields as Design

function refusal(from: Record<string, unknown>, to: Record<string, unknown>, sizes: [number, number] = [10, 10]): string | undefined {
  try {
    requireSamePlaces({ design: designOf(from), size: sizes[0] }, designOf(to), sizes[1])
  } catch (error) {
    const { code, message, hint } = NadirError.from(error)
    expect([code, hint ?? '']).toEqual(['bad-value', expect.stringMatching(/\S/) as string])
    return message
  }
  return undefined
}

const tiles = { 'crossbar.rows': 64 }
const device = { 'variation.kind': 'device' }
const correlated = { 'variation.kind': 'correlated', 'variation.scope': 'tile' }

describe('numbers of the unit box in another design', () => {
  it.each([
    [
      'of the same box, whatever its size, model, mapping and tiles',
      {},
      { model: 'other', 'device.threshold': 0.01, 'mapping.scheme': 'differential', ...tiles },
    ],
    ['of devices on other tiles', device, { ...device, ...tiles }],
    [
      'of errors shared by a chip on other tiles',
      { ...correlated, 'variation.scope': 'chip' },
      { ...correlated, 'variation.scope': 'chip', ...tiles },
    ],
    ['of errors shared by tiles of that size', { ...correlated, ...tiles }, { ...correlated, ...tiles, model: 'other' }],
  ])('are taken %s', (_, from, to) => {
    expect(refusal(from, to)).toBeUndefined()
  })

  it.each([
    ['variation relative', /variation box.*relative/, {}, { 'variation.kind': 'relative' }],
    ['another scope', /other units/, correlated, { ...correlated, 'variation.scope': 'row' }],
    ['other tiles', /tiles of 128 x 128/, correlated, { ...correlated, ...tiles }],
    ['other slices', /2 slices of sign-magnitude/, device, { ...device, 'device.bitsPerDevice': 4 }],
    ['another mapping', /differential/, device, { ...device, 'mapping.scheme': 'differential' }],
    ['other exact weights', /exact/, device, { ...device, 'weights.zeroExact': true }],
    [
      'stuck devices of another seed',
      /own model and seed/,
      { ...device, 'device.stuckOff': 0.1 },
      { ...device, 'device.stuckOff': 0.1, seed: 2 },
    ],
    ['reference devices', /other units/, { 'mapping.scheme': 'offset' }, { 'mapping.scheme': 'offset', 'mapping.analogReference': 'on' }],
  ])('are refused with %s', (_, message, from, to) => {
    expect(refusal(from, to)).toMatch(message)
  })

  it('are refused where the set has another number of them', () => {
    expect(refusal({}, {}, [10, 11])).toMatch(/has 10 numbers; errors of this design have 11/)
  })
})
