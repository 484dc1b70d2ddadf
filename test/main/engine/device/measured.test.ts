import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitPulseCurve } from '../../../../src/main/engine/device/fit-pulses'
import { DeviceNormals } from '../../../../src/main/engine/device/gaussian'
import { importMeasured, measuredModel, type LevelUnit, type MeasuredDevice } from '../../../../src/main/engine/device/measured'
import { afterPulses } from '../../../../src/main/engine/device/pulse'
import { depressed, potentiated } from '../../../../src/shared/pulse-curve'
import { normalQuantile } from '../../../../src/shared/normal'

function levelsOf(text: string, unit?: LevelUnit): Extract<MeasuredDevice, { kind: 'levels' }>['table'] {
  const device = importMeasured(text, 'levels.csv', unit)
  if (device.kind !== 'levels') throw new Error('not levels')
  return device.table
}

function pulsesOf(text: string): Extract<MeasuredDevice, { kind: 'pulses' }> {
  const device = importMeasured(text, 'pulses.csv')
  if (device.kind !== 'pulses') throw new Error('not pulses')
  return device
}

describe('measured levels', () => {
  it('are read in any order of rows and columns, with comments and blank lines', () => {
    const table = levelsOf('# chip 3\nsigma,State,mean\n0.02,1,0.98\n\n0.01,0,0.01\n')
    expect(table).toEqual({ states: [0, 1], means: [0.01, 0.98], sigmas: [0.01, 0.02], source: 'levels.csv' })
  })

  it('are turned into window units from siemens and from levels', () => {
    const siemens = levelsOf('state,mean,sigma\n1e-5,1.1e-5,1e-6\n2e-5,2e-5,2e-6', { kind: 'siemens', gMin: 1e-5, gMax: 2e-5 })
    expect(siemens.states[0]).toBeCloseTo(0, 12)
    expect(siemens.means[0]).toBeCloseTo(0.1, 12)
    expect(siemens.sigmas[1]).toBeCloseTo(0.2, 12)
    const levels = levelsOf('state;mean;sigma\n0;0;0.3\n3;2.7;0.6', { kind: 'level', bitsPerDevice: 2 })
    expect(levels).toMatchObject({ states: [0, 1], sigmas: [expect.closeTo(0.1, 12), expect.closeTo(0.2, 12)] })
  })

  it('are reduced from raw measurements to mean and sample deviation', () => {
    const table = levelsOf('target,measured\n0.5,0.4\n0,0\n0.5,0.6\n0,0.02\n0.5,0.5\n')
    expect(table.states).toEqual([0, 0.5])
    expect(table.means).toEqual([0.01, 0.5])
    expect(table.sigmas[0]).toBeCloseTo(Math.sqrt(0.0002), 12)
    expect(table.sigmas[1]).toBeCloseTo(0.1, 12)
  })

  it.each([
    ['', 'bad-value', 'levels.csv: an empty file'],
    ['state,mean,sigma\n', 'bad-value', 'without rows'],
    ['level,value\n1,2', 'bad-value', 'line 1: columns level, value, expected state, mean, sigma'],
    ['state,mean,sigma\n0,0,0\n0.5,0.5', 'bad-value', 'line 3: 2 cells, expected 3'],
    ['state,mean,sigma\n# note\n0,zero,0', 'not-a-number', 'line 3, column mean: "zero", expected a number'],
    ['state,mean,sigma\n0,,0', 'not-a-number', 'line 2, column mean: ""'],
    ['state,mean,sigma\n0,0,-0.1', 'out-of-range', 'line 2, column sigma: -0.1, expected at least 0'],
    ['state,mean,sigma\n0,0,0\n7,7,0', 'out-of-range', 'line 3: a state at 7 of the window'],
    ['state,mean,sigma\n0,0,0\n1,1,0\n0,0,0', 'bad-value', 'line 4: a state given before'],
    ['target,measured\n0,0\n0,0\n1,1', 'bad-value', 'line 4: one measurement of this target, expected at least 2'],
    ['state,mean,sigma\n"0,0,0', 'bad-value', 'not a CSV table'],
  ])('are refused by name: %j', (text, code, message) => {
    expect(() => levelsOf(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) as string }))
  })
})

describe('measured pulse curves', () => {
  it('give back the curve that made them, rising and falling, bent either way', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.05, max: 12, noNaN: true }),
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 10, max: 200 }),
        (bend, upward, rising, pMax) => {
          const curve = { gMin: 2e-6, gMax: 2.4e-5, A: ((upward ? -1 : 1) * pMax) / bend, pMax }
          const pulses = Array.from({ length: pMax + 1 }, (_, i) => i)
          const fit = fitPulseCurve(
            pulses,
            pulses.map((P) => (rising ? potentiated : depressed)(curve, P)),
            'made',
          )
          expect(fit.direction).toBe(rising ? 'potentiation' : 'depression')
          expect(fit.curve.A / curve.A).toBeCloseTo(1, 5)
          expect(fit.curve.gMin / curve.gMin).toBeCloseTo(1, 5)
          expect(fit.curve.gMax / curve.gMax).toBeCloseTo(1, 5)
          expect(fit.rmsOfWindow).toBeLessThan(1e-7)
        },
      ),
    )
  })

  it('keep A a number where the curve is a straight line', () => {
    const { curve, rmsOfWindow } = fitPulseCurve([0, 1, 2, 3, 4], [1, 2, 3, 4, 5], 'line')
    expect(curve).toMatchObject({ gMin: expect.closeTo(1, 6) as number, gMax: expect.closeTo(5, 6) as number })
    expect(Math.abs(curve.A)).toBeGreaterThan(1e3)
    expect(rmsOfWindow).toBeLessThan(1e-6)
  })

  it('are fitted no worse than by any curve near the fit, and the residual is the noise', () => {
    const pulses = Array.from({ length: 101 }, (_, i) => i)
    const made = { gMin: 1, gMax: 9, A: 30, pMax: 100 }
    // A fixed scramble of normal quantiles: noise of 0.1 without a generator.
    const g = pulses.map((P) => potentiated(made, P) + 0.1 * normalQuantile((((P * 37) % 101) + 0.5) / 101))
    const fit = fitPulseCurve(pulses, g, 'noisy')
    const rmsOf = (curve: typeof made): number =>
      Math.sqrt(pulses.reduce((sum, P, i) => sum + ((g[i] ?? 0) - potentiated(curve, P)) ** 2, 0) / 101)
    expect(fit.rms).toBeCloseTo(rmsOf(fit.curve), 9)
    expect(fit.rms).toBeGreaterThan(0.08)
    expect(fit.rms).toBeLessThanOrEqual(rmsOf(made))
    for (const change of [
      { A: fit.curve.A * 1.01 },
      { A: fit.curve.A * 0.99 },
      { gMin: fit.curve.gMin + 0.01 },
      { gMax: fit.curve.gMax - 0.01 },
    ])
      expect(rmsOf({ ...fit.curve, ...change })).toBeGreaterThan(fit.rms)
  })

  it('give a curve each device and the spread between them', () => {
    const rows = ['device,pulse,conductance']
    const As = [18, 20, 22]
    As.forEach((A, d) => {
      for (let P = 0; P <= 50; P++) rows.push(`chip${d},${P},${potentiated({ gMin: 1 + d / 10, gMax: 11, A, pMax: 50 }, P)}`)
    })
    const { devices, spread, fit } = pulsesOf(rows.join('\n'))
    expect(devices.map(({ device }) => device)).toEqual(['chip0', 'chip1', 'chip2'])
    devices.forEach((device, d) => expect(device.fit.curve.A).toBeCloseTo(As[d] ?? 0, 4))
    expect(spread.A).toBeCloseTo(2 / fit.curve.A, 5)
    expect(spread.gMin).toBeCloseTo(0.1 / (fit.curve.gMax - fit.curve.gMin), 5)
    expect(spread.gMax).toBeCloseTo(0, 5)
  })

  it('give the variation from pulse to pulse that was put into them', () => {
    const made = { gMin: 1, gMax: 11, A: 300, pMax: 400 }
    const noise = new DeviceNormals(1, 1, 0, 0)
    const rows = ['device,pulse,conductance']
    for (let device = 0; device < 5; device++)
      for (let P = 0, g = 6; P <= 400; P += 2, g = afterPulses(made, g, 2) + 0.05 * Math.SQRT2 * noise.at(device, P))
        rows.push(`${device},${P},${g}`)
    // Half the curve is enough to meet no end of the range; sigma_c is a share of the fitted window.
    const device = pulsesOf(rows.join('\n'))
    const window = device.fit.curve.gMax - device.fit.curve.gMin
    expect(Math.abs(((device.ccv ?? 0) * window) / 0.05 - 1)).toBeLessThan(0.15)
    expect(measuredModel(device)).toMatchObject({ curve: { gMin: 0, gMax: 1 }, ccv: device.ccv, spread: device.spread })
  })

  it('have no variation where pulse numbers repeat', () => {
    expect(pulsesOf('pulse,conductance\n0,1\n1,1.9\n2,2.6\n3,3.1\n3,3.2').ccv).toBeUndefined()
  })

  it('have no spread without device names', () => {
    const { devices, spread } = pulsesOf('pulse,conductance\n0,1\n1,1.9\n2,2.6\n3,3.1\n4,3.4')
    expect(devices).toEqual([])
    expect(spread).toEqual({ A: 0, gMin: 0, gMax: 0 })
  })

  it.each([
    ['pulse,conductance\n0,1\n1,2\n2,3', 'bad-value', '3 different pulse numbers, expected at least 4'],
    ['pulse,conductance\n0,1\n1,1\n2,1\n3,1', 'bad-value', 'the conductance stays at 1'],
    ['pulse,conductance\n-1,1\n1,2\n2,3\n3,4', 'out-of-range', 'line 2, column pulse: -1'],
    ['device,pulse,conductance\na,0,1\na,1,2\na,2,3\nb,3,4', 'bad-value', 'device a: 3 different pulse numbers'],
  ])('are refused by name: %j', (text, code, message) => {
    expect(() => pulsesOf(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) as string }))
  })
})
