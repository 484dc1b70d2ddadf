import { defineDevice } from '../define'

const neurosim = 'MLP+NeuroSim V3.0, Cell.cpp, IdealDevice'
const none = 'ideal by definition'

/** A device without any non-ideality: straight pulses, every device and every pulse alike. */
export default defineDevice({
  label: 'Ideal',
  summary: 'Straight, noiseless pulses: what write-verify costs when only the step between states is in the way.',
  source: neurosim,
  gMin: { value: 100e-9, unit: 'S', source: neurosim },
  gMax: { value: 5e-6, unit: 'S', source: neurosim },
  pulse: {
    A: { value: 64e6, unit: 'pulses', source: `${none}: far above pMax the curve is straight to 1e-6` },
    pMax: { value: 64, unit: 'pulses', source: `${neurosim}, maxNumLevelLTP` },
    spreadA: { value: 0, unit: 'relative', source: none },
    spreadGMin: { value: 0, unit: 'window', source: none },
    spreadGMax: { value: 0, unit: 'window', source: none },
    ccv: { value: 0, unit: 'window', source: none },
    time: { value: 10e-9, unit: 's', source: `${neurosim}, writePulseWidthLTP` },
    energy: { value: 1.02e-13, unit: 'J', source: `${neurosim}: V^2 G t at 2 V, 2.55 uS (mid-window), 10 ns; wires left out` },
  },
  verify: {
    time: { value: 5e-9, unit: 's', source: `${neurosim}, readPulseWidth` },
    energy: { value: 3.19e-15, unit: 'J', source: `${neurosim}: V^2 G t at 0.5 V, 2.55 uS, 5 ns; converter left out` },
    noise: { value: 0, unit: 'window', source: none },
  },
  stuckOn: { value: 0, unit: 'share', source: none },
  stuckOff: { value: 0, unit: 'share', source: none },
})
