import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { devicePresets } from '../../../../src/main/engine/device/presets'
import type { ModelInfo } from '../../../../src/shared/contract'
import { passingMarks, secondsAt } from '../../../../src/renderer/views/device/cost-marks'
import { costPlot, costPoints, curveThresholds } from '../../../../src/renderer/views/device/cost-plot'
import { cycleBars } from '../../../../src/renderer/views/device/cycles-plot'
import { largestOffset, levelsPlot } from '../../../../src/renderer/views/device/levels-plot'
import { failuresUnresolved, outcomeFacts } from '../../../../src/renderer/views/device/outcome-facts'
import { measuredPoints, pulsePlot } from '../../../../src/renderer/views/device/pulse-plot'
import { residualShares } from '../../../../src/renderer/views/device/residual-plot'
import type { ProgrammedThreshold } from '../../../../src/shared/programming'
import { specOf, summaryOf } from '../../../support/runs'

const rram = devicePresets.get('rram')
if (rram === undefined) throw new Error('there is no rram')

function programmed(threshold: number, seconds: number, failures = 0): ProgrammedThreshold {
  const failureInterval = { low: 0, high: 1.9e-4 }
  return {
    threshold,
    devices: 20_000,
    cycles: { mean: 33.8, p50: 24, p95: 102, p99: 145, most: 290 },
    failures,
    exhausted: failures,
    failureProbability: failures / 20_000,
    failureInterval,
    seconds: { mean: seconds / 1000, total: 1 },
    joules: { mean: 1e-9, total: 1 },
    chip: { devices: 1000, failureProbability: 0, failureInterval: { low: 0, high: 0.17 }, seconds, joules: 1e-6 },
  }
}

describe('the pulse curve', () => {
  test('has depression behind potentiation, and measured points where their direction is', () => {
    const measured = {
      kind: 'pulses',
      file: 'a.csv',
      devices: 0,
      pulses: [0, 10],
      conductances: [1e-9, 2e-9],
      rms: 1e-12,
      rmsOfWindow: 0.001,
    } as const
    expect(measuredPoints({ device: rram, measured: { ...measured, direction: 'potentiation' } })).toEqual([
      { x: 0, g: 1e-9 },
      { x: 10, g: 2e-9 },
    ])
    expect(measuredPoints({ device: rram, measured: { ...measured, direction: 'depression' } })[1]).toEqual({ x: 107, g: 2e-9 })
    const { x, y } = pulsePlot({ device: rram })
    expect([x.max, y.title]).toEqual([2 * 97, 'conductance, nS'])
    expect(x.ticks.filter(({ text }) => text === '0').map(({ at }) => at)).toEqual([0, 97])
  })

  test('thins what would be a smear, evenly', () => {
    const many = Array.from({ length: 9000 }, (_, i) => i)
    const measured = {
      kind: 'pulses',
      file: 'a.csv',
      direction: 'potentiation',
      devices: 0,
      pulses: many,
      conductances: many,
      rms: 1,
      rmsOfWindow: 1,
    } as const
    const points = measuredPoints({ device: rram, measured })
    expect(points.length).toBeLessThanOrEqual(1500)
    expect(new Set(points.slice(1).map(({ x }, i) => x - (points[i]?.x ?? 0))).size).toBe(1)
  })
})

describe('the spread by state', () => {
  const levels = { states: [0, 1], means: [0.01, 0.98], sigmas: [0.01, 0.05], source: 'states.csv' }

  test('shows what was measured beside the threshold of the design', () => {
    expect(largestOffset(levels)).toBeCloseTo(0.02, 12)
    expect(levelsPlot(levels, 0.03).y.max).toBeGreaterThanOrEqual(0.055)
    expect(levelsPlot(levels, 0.2).y.max).toBeGreaterThanOrEqual(0.2)
    expect(levelsPlot(levels, undefined).x.max).toBe(1)
  })
})

describe('histograms', () => {
  const counts = fc.array(fc.nat(1000), { minLength: 1, maxLength: 700 }).filter((all) => all.some((n) => n > 0))

  test('of residuals lose no device: bars and those outside make up the whole', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(50), { minLength: 200, maxLength: 200 }),
        fc.nat(9),
        fc.integer({ min: 1, max: 9 }),
        (residuals, below, above) => {
          const all = residuals.reduce((sum, n) => sum + n, 0) + below + above
          const shares = residualShares({ threshold: 0.03, residuals, below, above, worst: 2, cycles: [] })
          expect(shares).toHaveLength(40)
          expect(shares.reduce((sum, share) => sum + share, 0) + (100 * (below + above)) / all).toBeCloseTo(100, 9)
        },
      ),
    )
  })

  test('of cycles hold every device in at most sixty bars of one width', () => {
    fc.assert(
      fc.property(counts, (cycles) => {
        const bars = cycleBars(cycles)
        expect(bars.length).toBeLessThanOrEqual(60)
        expect(bars.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(100, 6)
        expect(new Set(bars.map(({ from, to }) => to - from)).size).toBe(1)
        expect(bars.at(-1)?.to).toBeGreaterThan(cycles.findLastIndex((n) => n > 0))
      }),
    )
  })
})

describe('what a threshold costs', () => {
  const points = costPoints([programmed(0.01, 100), programmed(0.1, 10, 3)])

  test('is a curve on two log axes, its failures marked', () => {
    expect(points).toEqual([
      { threshold: 0.01, seconds: 100, fails: false },
      { threshold: 0.1, seconds: 10, fails: true },
    ])
    const { x, y } = costPlot(points, [])
    expect([x.kind, y.kind, y.title]).toEqual(['log', 'log', 'programming time of a chip, s'])
    expect(y.ticks.map(({ at }) => at)).toEqual([10, 20, 50, 100])
  })

  test('is read between two points on a straight line of these axes, and nowhere outside', () => {
    expect(secondsAt(points, 0.01)).toBeCloseTo(100, 9)
    expect(secondsAt(points, Math.sqrt(0.001))).toBeCloseTo(Math.sqrt(1000), 6)
    expect(secondsAt(points, 0.1)).toBeCloseTo(10, 9)
    expect(secondsAt(points, 0.005)).toBeUndefined()
    expect(secondsAt(points, 0.2)).toBeUndefined()
  })

  test('is searched around the chosen threshold, which lies inside', () => {
    for (const t of [1e-4, 0.002, 0.03, 0.09, 0.5]) {
      const thresholds = curveThresholds(t)
      expect(thresholds[0]).toBeLessThan(t)
      expect(thresholds.at(-1)).toBeGreaterThanOrEqual(t)
      expect(thresholds.at(-1)).toBeLessThanOrEqual(0.5)
    }
  })

  test('is marked where the newest run of each model of the same chip still passed', () => {
    const model = (id: string, network: string): ModelInfo => ({ id, network, training: { label: id } }) as ModelInfo
    const models = new Map(
      [model('lenet-w4a4', 'lenet'), model('lenet-w4a4-adv', 'lenet'), model('resnet', 'resnet-20')].map((one) => [one.id, one]),
    )
    const axes = { 'device.threshold': { from: 0.01, to: 0.03, steps: 3 } }
    const spark: [number, number][] = [
      [0.01, 97],
      [0.02, 92],
      [0.03, 40],
    ]
    const run = (id: string, set: Record<string, string | number>) => summaryOf({ id, spec: { set, axes }, spark })
    const runs = [
      run('r-00005', { model: 'lenet-w4a4-adv' }),
      run('r-00004', { model: 'lenet-w4a4', 'device.bitsPerDevice': 4 }),
      run('r-00003', { model: 'resnet' }),
      run('r-00002', { model: 'lenet-w4a4' }),
      run('r-00001', { model: 'lenet-w4a4-adv' }),
    ]
    const marks = passingMarks(runs, { draft: specOf(), models, model: model('lenet-w4a4', 'lenet'), limit: 90, points })
    expect(marks.map(({ name, threshold }) => [name, threshold])).toEqual([
      ['lenet-w4a4-adv passes', 0.02],
      ['lenet-w4a4 passes', 0.02],
    ])
    expect(marks[0]?.seconds).toBeCloseTo(50, 6)
  })
})

describe('the outcome', () => {
  test('states failures as what they are, and says when too few devices were programmed to know', () => {
    const facts = new Map(outcomeFacts(programmed(0.03, 75, 3)).map((fact) => [fact.name, fact]))
    expect(facts.get('Failures')).toMatchObject({ text: '3 of 20\u00a0000', warn: true })
    expect(facts.get('A device fails')?.text).toBe('0.015 (0 to 0.019)\u00a0%')
    expect(facts.get('Programming time')?.text).toBe('75.0\u00a0s')
    expect(failuresUnresolved(programmed(0.03, 75))).toBe(true)
    expect(failuresUnresolved(programmed(0.03, 75, 3))).toBe(false)
  })
})
