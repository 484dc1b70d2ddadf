import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  drifted,
  driftCompensation,
  driftExponent,
  pcmConstants,
  programmingSigma,
  programPcm,
  readPcm,
  readSigma,
} from '../../../../src/main/engine/device/pcm'
import { mean, standardDeviation } from '../../../../src/shared/stats'

interface Golden {
  g_max_uS: number
  g_rel: number[]
  prog_sigma_uS: number[]
  drift_nu_mean: number[]
  drift_nu_sd: number[]
  drift_and_read: { t_inference: number; nu: number | 'mean'; g_mean_uS: number[]; read_sigma_uS: number[] }[]
  monte_carlo_check: {
    n: number
    g: number
    prog_mean_uS: number
    prog_sd_uS: number
    nu_mean: number
    nu_sd: number
    final_3600s_mean_uS: number
    final_3600s_sd_uS: number
  }
}

const folder = process.env['NADIR_VECTORS'] ?? join(import.meta.dirname, '../../../fixtures/vectors')
const golden = JSON.parse(readFileSync(join(folder, 'pcm.json'), 'utf8')) as Golden
const micro = golden.g_max_uS

function expectClose(found: number, wanted: number | undefined, relative: number): void {
  expect(Math.abs(found - (wanted ?? Number.NaN))).toBeLessThanOrEqual(relative * Math.abs(wanted ?? 0))
}

describe('PCM laws beside AIHWKit', () => {
  it('agree on programming noise and drift exponents', () => {
    expect(pcmConstants.gMax).toBeCloseTo(micro * 1e-6, 12)
    golden.g_rel.forEach((g, i) => {
      expectClose(programmingSigma(g) * micro, golden.prog_sigma_uS[i], 1e-6)
      expectClose(driftExponent(g).mean, golden.drift_nu_mean[i], 1e-6)
      expectClose(driftExponent(g).sigma, golden.drift_nu_sd[i], 1e-6)
    })
  })

  it('agree on drift and read noise at every time', () => {
    for (const { t_inference: t, nu, g_mean_uS: conductances, read_sigma_uS: sigmas } of golden.drift_and_read)
      golden.g_rel.forEach((g, i) => {
        const now = drifted(g, nu === 'mean' ? driftExponent(g).mean : nu, t)
        expectClose(now * micro, conductances[i], 1e-6)
        expectClose(readSigma(now, g, t) * micro, sigmas[i], 1e-6)
      })
  })

  it('agree on what chips hold and read, within sampling error', () => {
    const { n, g, ...wanted } = golden.monte_carlo_check
    const devices = programPcm(new Float64Array(n).fill(g), { seed: 5 })
    const read = readPcm(devices, 3600)
    expectClose(mean(devices.programmed) * micro, wanted.prog_mean_uS, 0.01)
    expectClose(standardDeviation(devices.programmed) * micro, wanted.prog_sd_uS, 0.01)
    expectClose(mean(devices.exponents), wanted.nu_mean, 0.01)
    expectClose(standardDeviation(devices.exponents), wanted.nu_sd, 0.01)
    expectClose(mean(read) * micro, wanted.final_3600s_mean_uS, 0.01)
    expectClose(standardDeviation(read) * micro, wanted.final_3600s_sd_uS, 0.01)
  })
})

describe('PCM chip', () => {
  const targets = Float64Array.from({ length: 600 }, (_, i) => (i % 20) / 19)

  it('has 1.5 % more read noise at one hour where tr is taken once', () => {
    expect(readSigma(0.5, 0.5, 3600, 'buchel') / readSigma(0.5, 0.5, 3600)).toBeCloseTo(1.015, 3)
  })

  it('is the same in shards as in one piece', () => {
    const whole = readPcm(programPcm(targets, { seed: 2, chip: 4 }), 86_400, 3)
    const shard = readPcm(programPcm(targets.subarray(250), { seed: 2, chip: 4, key: (i) => 250 + i }), 86_400, 3)
    expect([...shard]).toEqual([...whole.subarray(250)])
  })

  it('keeps its devices from one read to the next, and has other devices than another chip', () => {
    const chip = programPcm(targets, { seed: 2 })
    expect(readPcm(chip, 100)).toEqual(readPcm(programPcm(targets, { seed: 2 }), 100))
    expect(readPcm(chip, 100, 1)).not.toEqual(readPcm(chip, 100, 0))
    expect(programPcm(targets, { seed: 2, chip: 1 }).exponents).not.toEqual(chip.exponents)
  })

  it('never conducts backwards', () => {
    const low = programPcm(new Float64Array(5000).fill(0.002), { seed: 1 })
    expect(Math.min(...low.programmed)).toBe(0)
    expect(Math.min(...readPcm(low, 31_536_000))).toBe(0)
  })

  it('cannot be read before it was programmed', () => {
    expect(() => readPcm(programPcm([0.5], { seed: 1 }), -1)).toThrow(expect.objectContaining({ code: 'out-of-range' }))
  })
})

describe('global drift compensation', () => {
  it('undoes a drift that all devices share', () => {
    const reference = Float64Array.of(0.4, -0.2, 0.1, 0.3, -0.5, 0.2)
    const now = reference.map((w) => drifted(w, 0.06, 3600))
    expect(driftCompensation(reference, now, 2)).toBeCloseTo((3620 / 20) ** 0.06, 12)
  })

  it('sums the columns before it takes their size', () => {
    // Column sums 1 - 3 = -2 and 1 at first, 1 - 2 = -1 and 1 later: 3 over 2.
    expect(driftCompensation([1, 0, -3, 1], [1, 0, -2, 1], 2)).toBe(1.5)
    expect(driftCompensation([0, 0], [0, 0], 1)).toBe(1)
  })
})
