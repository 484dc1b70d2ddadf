import { defineDevice } from '../define'

const milo = 'Milo et al., IRPS 2021 (HfO2, IGVVA-100), as fitted in CrossSim 3, RRAM_Milo.py'
const pulses = 'assumed: programmed by gate steps, no pulse curve was found'
const reached = 'assumed: the window is one that every device reaches'
const faultFree = 'assumed: no faulty devices; no figure for this device was found'

const [gMin, gMax] = [50e-6, 225e-6]
const states = Array.from({ length: 11 }, (_, i) => i / 10)
// sigma = 4.782321 uS - 0.009107 G, G in uS.
const sigmas = states.map((state) => (4.782321 - 0.009107 * (50 + 175 * state)) / 175)

/** HfO2 RRAM in a 1T1R array with the spread measured after its own program-and-verify scheme. */
export default defineDevice({
  label: 'RRAM (HfO2, 1T1R)',
  summary: 'Spread by state as measured after incremental-gate program-verify; its pulse curve is an assumption.',
  source: milo,
  gMin: { value: gMin, unit: 'S', source: milo },
  gMax: { value: gMax, unit: 'S', source: milo },
  pulse: {
    A: { value: 50, unit: 'pulses', source: pulses },
    pMax: { value: 100, unit: 'pulses', source: pulses },
    spreadA: { value: 0.1, unit: 'relative', source: pulses },
    spreadGMin: { value: 0, unit: 'window', source: reached },
    spreadGMax: { value: 0, unit: 'window', source: reached },
    ccv: { value: 0.02, unit: 'window', source: pulses },
    time: { value: 1e-6, unit: 's', source: pulses },
    energy: { value: 3.1e-10, unit: 'J', source: 'assumed: V^2 G t at 1.5 V, 137.5 uS (mid-window), 1 us' },
  },
  verify: {
    time: { value: 100e-9, unit: 's', source: 'assumed: a read of 100 ns' },
    energy: { value: 5.5e-13, unit: 'J', source: 'assumed: V^2 G t at 0.2 V, 137.5 uS, 100 ns; converter left out' },
    noise: { value: 0, unit: 'window', source: 'assumed: exact verify reads' },
  },
  levels: { states, means: states, sigmas, source: `${milo}: sigma = 4.782 uS - 0.009107 G` },
  stuckOn: { value: 0, unit: 'share', source: faultFree },
  stuckOff: { value: 0, unit: 'share', source: faultFree },
})
