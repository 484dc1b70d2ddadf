import { defineDevice } from '../define'

const agrawal = 'Agrawal et al., IEDM 2022 (40 nm SONOS, 128 K devices), as fitted in CrossSim 3, SONOS.py'
const pulses = 'assumed: slow, fine charge trapping; no pulse curve was found'
const reached = 'assumed: the window is one that every device reaches'
const faultFree = 'assumed: no faulty devices; no figure for this device was found'

/** A saturating spread of the cell current, nA, as a share of the 1600 nA window. */
const spread = (A: number, B: number, state: number): number => (-A * Math.expm1((-1600 * state) / B)) / 1600
const states = Array.from({ length: 21 }, (_, i) => i / 20)

/** Charge-trap transistor in subthreshold operation. */
export default defineDevice({
  label: 'SONOS (40 nm)',
  summary: 'Charge-trap memory whose spread saturates above a tenth of the window; its pulse curve is an assumption.',
  source: agrawal,
  gMin: { value: 1.6e-12, unit: 'S', source: `${agrawal}: on/off ratio 1e7` },
  gMax: { value: 16e-6, unit: 'S', source: `${agrawal}: about 0 to 16 uS` },
  pulse: {
    A: { value: 150, unit: 'pulses', source: pulses },
    pMax: { value: 200, unit: 'pulses', source: pulses },
    spreadA: { value: 0.1, unit: 'relative', source: pulses },
    spreadGMin: { value: 0, unit: 'window', source: reached },
    spreadGMax: { value: 0, unit: 'window', source: reached },
    ccv: { value: 0.005, unit: 'window', source: pulses },
    time: { value: 20e-6, unit: 's', source: 'assumed: a tunnelling pulse of 20 us' },
    energy: { value: 1e-14, unit: 'J', source: 'assumed: 0.2 fF of gate at 7 V, wires left out' },
  },
  verify: {
    time: { value: 100e-9, unit: 's', source: 'assumed: a read of 100 ns' },
    energy: { value: 8e-15, unit: 'J', source: 'assumed: 0.8 uA (mid-window) at 0.1 V for 100 ns; converter left out' },
    noise: { value: spread(12.58037, 215.36557, 0.5), unit: 'window', source: `${agrawal}: read noise of a device at half the window` },
  },
  levels: {
    states,
    means: states,
    sigmas: states.map((state) => spread(19.88665, 176.3115, state)),
    source: `${agrawal}: variability at time 0, 19.89 nA (1 - exp(-I / 176.3 nA)) of 1600 nA`,
  },
  stuckOn: { value: 0, unit: 'share', source: faultFree },
  stuckOff: { value: 0, unit: 'share', source: faultFree },
})
