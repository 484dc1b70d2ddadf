import { defineDevice } from '../define'

const jerry = 'Jerry et al., IEDM 2017 (5 bits, 45x in conductance, 75 ns pulses)'
const neurosim = 'DNN+NeuroSim V2.1, train.py (max_level 32)'
const none = 'assumed: no figure for this device was found'

/** Ferroelectric transistor: fast, nearly symmetric pulses and almost no write energy. */
export default defineDevice({
  label: 'FeFET (HfZrO2)',
  summary: 'Five bits in 75 ns pulses, modelled by one curve; little pulse-to-pulse variation.',
  source: jerry,
  gMin: { value: 4e-8, unit: 'S', source: `${jerry}: gMax / 45` },
  gMax: { value: 1.8e-6, unit: 'S', source: 'assumed: about 560 kOhm in the on state; only the ratio of 45 was found' },
  pulse: {
    A: {
      value: 22.47,
      unit: 'pulses',
      source: `${neurosim}: nonlinearityLTP 1.75 is A / pMax = 0.7021 in MLP+NeuroSim V3.0, documents/Nonlinearity-NormA.htm; assumed to be this device`,
    },
    pMax: { value: 32, unit: 'pulses', source: `${jerry}: 5 bits; ${neurosim}` },
    spreadA: { value: 0, unit: 'relative', source: `${neurosim}, d2dVari = 0` },
    spreadGMin: { value: 0, unit: 'window', source: none },
    spreadGMax: { value: 0, unit: 'window', source: none },
    ccv: { value: 0.003, unit: 'window', source: `${neurosim}, c2cVari; assumed to be this device` },
    time: { value: 75e-9, unit: 's', source: jerry },
    energy: {
      value: 2.9e-17,
      unit: 'J',
      source: 'MLP+NeuroSim V3.0, Cell.cpp, gateCapFeFET 2.17 aF times V^2; assumed 3.65 V; wires left out',
    },
  },
  verify: {
    time: { value: 5e-9, unit: 's', source: 'MLP+NeuroSim V3.0, Cell.cpp, readPulseWidth' },
    energy: { value: 1.15e-15, unit: 'J', source: 'assumed: V^2 G t at 0.5 V, 0.92 uS (mid-window), 5 ns; converter left out' },
    noise: { value: 0, unit: 'window', source: none },
  },
  stuckOn: { value: 0, unit: 'share', source: none },
  stuckOff: { value: 0, unit: 'share', source: none },
})
