import { describe, expect, it } from 'vitest'
import { programmingCost, pulseModel } from '../../../../src/main/engine/device/define'
import type { Quantity } from '../../../../src/shared/device'
import { checkLevels, targetsInTurn } from '../../../../src/main/engine/device/levels'
import { devicePresets } from '../../../../src/main/engine/device/presets'
import { checkCurve } from '../../../../src/main/engine/device/pulse'
import { summarise } from '../../../../src/main/engine/device/tally'
import { writeVerify } from '../../../../src/main/engine/device/write-verify'

describe('device technologies', () => {
  it('are found by their files', () => {
    expect([...devicePresets.keys()]).toEqual(expect.arrayContaining(['ideal', 'rram', 'pcm', 'fefet', 'sonos']))
  })

  it.each([...devicePresets])('%s names a source beside every number', (_, preset) => {
    const quantities: Quantity[] = [
      preset.gMin,
      preset.gMax,
      ...Object.values(preset.pulse),
      ...Object.values(preset.verify),
      preset.stuckOn,
      preset.stuckOff,
    ]
    for (const { value, source } of quantities) {
      expect(Number.isFinite(value)).toBe(true)
      expect(value).toBeGreaterThanOrEqual(0)
      expect(source.length).toBeGreaterThan(10)
    }
    expect(preset.gMax.value).toBeGreaterThan(preset.gMin.value)
    checkCurve(pulseModel(preset).curve)
    if (preset.levels !== undefined) checkLevels(preset.levels)
  })

  it.each([...devicePresets])('%s can be programmed within a tenth of its window', (_, preset) => {
    const { tally } = writeVerify(
      {
        model: pulseModel(preset),
        threshold: 0.1,
        maxCycles: 1000,
        pulses: 'one',
        readNoise: preset.verify.noise.value,
        guard: 3 * preset.verify.noise.value,
        start: 'erased',
        seed: 1,
      },
      { first: 0, targets: targetsInTurn(0, 400, 2) },
    )
    const { cycles, failureProbability, seconds } = summarise(tally, programmingCost(preset))
    expect(failureProbability).toBeLessThan(0.02)
    expect(cycles.mean).toBeGreaterThan(0.5)
    expect(seconds.mean).toBeGreaterThan(0)
  })
})
