import { defineDevice } from '../define'

const neurosim =
  'MLP+NeuroSim V3.0, documents/Cell.cpp, RealDevice (97 states, 26 to 325 MOhm; the file names no material, taken to be Ag:a-Si)'
const faultFree = 'assumed: no faulty devices; no figure for this device was found'

/** Filamentary Ag:a-Si memristor as NeuroSim's manual parameterises it. */
export default defineDevice({
  label: 'RRAM (Ag:a-Si)',
  summary: 'Slow, nonlinear filament with 3.5 % pulse-to-pulse variation: its own noise, not the step, sets the cycles at th = 0.03.',
  source: neurosim,
  gMin: { value: 3.0769e-9, unit: 'S', source: `${neurosim}, minConductance` },
  gMax: { value: 3.8462e-8, unit: 'S', source: `${neurosim}, maxConductance` },
  pulse: {
    A: {
      value: 48.42,
      unit: 'pulses',
      source: `${neurosim}: NL_LTP 2.4 is A / pMax = 0.4992 in documents/Nonlinearity-NormA.htm; depression is mirrored here, NeuroSim gives it 4.88`,
    },
    pMax: { value: 97, unit: 'pulses', source: `${neurosim}, maxNumLevelLTP` },
    spreadA: { value: 0, unit: 'relative', source: `${neurosim}, sigmaDtoD = 0` },
    spreadGMin: { value: 0, unit: 'window', source: `${neurosim}, minConductanceVar = 0` },
    spreadGMax: { value: 0, unit: 'window', source: `${neurosim}, maxConductanceVar = 0` },
    ccv: { value: 0.035, unit: 'window', source: `${neurosim}, sigmaCtoC` },
    time: { value: 300e-6, unit: 's', source: `${neurosim}, writePulseWidthLTP` },
    energy: { value: 6.38e-11, unit: 'J', source: `${neurosim}: V^2 G t at 3.2 V, 20.8 nS (mid-window), 300 us; wires left out` },
  },
  verify: {
    time: { value: 5e-9, unit: 's', source: `${neurosim}, readPulseWidth` },
    energy: { value: 2.6e-17, unit: 'J', source: `${neurosim}: V^2 G t at 0.5 V, 20.8 nS, 5 ns; converter left out` },
    noise: { value: 0, unit: 'window', source: `${neurosim}, readNoise = false` },
  },
  stuckOn: { value: 0, unit: 'share', source: faultFree },
  stuckOff: { value: 0, unit: 'share', source: faultFree },
})
