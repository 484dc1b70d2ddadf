import { describe, expect, it } from 'vitest'
import pcm from '../../../src/main/engine/device/presets/pcm'
import { sampleResidual } from '../../../src/main/engine/device/residuals'
import { layerShapes } from '../../../src/main/engine/network/zoo'
import { createWriteVerifier, type WrittenChip } from '../../../src/main/worker/write-verify'
import type { Design } from '../../../src/shared/fields'
import { parseSpec } from '../../../src/shared/parse-spec'
import { mean } from '../../../src/shared/stats'
import { createFieldTable } from '../../../src/shared/spec'

const verifier = createWriteVerifier(() => Promise.resolve())
const written = (fields: Record<string, unknown>): Promise<WrittenChip> =>
  verifier(parseSpec(createFieldTable(), { 'device.preset': 'pcm', ...fields }).fields as Design, pcm, layerShapes('lenet'))
const rms = ({ residuals }: WrittenChip, table: number): number => {
  const left = residuals[table]
  if (left === undefined) throw new Error(`no table ${table}`)
  return Math.sqrt(mean(Array.from({ length: 999 }, (_, i) => sampleResidual(left, (i + 0.5) / 999) ** 2)))
}

describe('what a run says of write-verify', () => {
  it('has a table a state, and devices, time and energy of a whole chip', async () => {
    const chip = await written({ 'device.bitsPerDevice': 2 })
    expect(chip.residuals).toHaveLength(4)
    expect(chip.programming).toMatchObject({ technology: 'pcm', sample: 10_000, devices: 122_940 })
    expect(chip.programming.failures).toBeGreaterThan(0)
    expect(chip.programming.whole.low).toBeLessThanOrEqual(chip.programming.whole.probability)
    expect(chip.programming.whole.probability).toBeLessThanOrEqual(chip.programming.whole.high)
  })

  it('of a float weight does not depend on bits a device, which it has none of', async () => {
    const float = { 'weights.bits': 'float' }
    const [one, four] = [await written({ ...float, 'device.bitsPerDevice': 1 }), await written({ ...float, 'device.bitsPerDevice': 4 })]
    expect(four).toEqual(one)
    expect(one.residuals).toHaveLength(16)
    // Neighbours of a coarse grid at its own states.
    const coarse = await written({ 'weights.bits': 4, 'device.bitsPerDevice': 4 })
    expect(rms(one, 8) / rms(coarse, 8)).toBeGreaterThan(0.8)
    expect(rms(one, 8) / rms(coarse, 8)).toBeLessThan(1.25)
  })
})
