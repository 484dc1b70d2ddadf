import { defineDevice } from '../define'
import { pcmConstants, programmingSigma, readSigma } from '../pcm'

const joshi = 'Joshi et al., Nat. Commun. 2020, as in AIHWKit 1.1, PCMLikeNoiseModel'
const pulses = 'assumed: partial crystallisation in about 20 pulses; melting is abrupt in a real cell, here depression mirrors it'
const reached = 'assumed: the window is one that every device reaches'
const faultFree = 'assumed: no faulty devices; no figure for this device was found'

/** Seconds from a pulse to its verify read. */
const verifyAfter = 1e-3
const states = Array.from({ length: 21 }, (_, i) => i / 20)

/** Phase-change memory of the kind [J] measured; its time-dependent laws are in pcm.ts. */
export default defineDevice({
  label: 'PCM (doped GST)',
  summary: 'Programming spread, drift and read noise as measured by Joshi et al.; its pulse curve is an assumption.',
  source: joshi,
  gMin: { value: 0, unit: 'S', source: `${joshi}: the fully amorphous state counts as 0` },
  gMax: { value: pcmConstants.gMax, unit: 'S', source: `${joshi}, g_max` },
  pulse: {
    A: { value: 10, unit: 'pulses', source: pulses },
    pMax: { value: 20, unit: 'pulses', source: pulses },
    spreadA: { value: 0.2, unit: 'relative', source: pulses },
    spreadGMin: { value: 0, unit: 'window', source: reached },
    spreadGMax: { value: 0, unit: 'window', source: reached },
    ccv: { value: 0.03, unit: 'window', source: pulses },
    time: { value: 50e-9, unit: 's', source: 'assumed: a crystallising pulse of 50 ns' },
    energy: { value: 5e-12, unit: 'J', source: 'assumed: 100 uA at 1 V for 50 ns' },
  },
  verify: {
    time: { value: pcmConstants.readTime, unit: 's', source: `${joshi}, t_read` },
    energy: { value: 1.25e-13, unit: 'J', source: 'assumed: V^2 G t at 0.2 V, 12.5 uS (mid-window), 250 ns; converter left out' },
    noise: {
      value: readSigma(0.5, 0.5, verifyAfter - pcmConstants.driftReference),
      unit: 'window',
      source: `${joshi}: read noise at half Gmax; assumed 1 ms after the pulse`,
    },
  },
  levels: {
    states,
    means: states,
    sigmas: states.map(programmingSigma),
    source: `${joshi}: programming noise by target, before drift`,
  },
  inference: { law: 'pcm', source: `${joshi}: programming noise, drift with dispersion, read noise; laws and numbers in device/pcm.ts` },
  stuckOn: { value: 0, unit: 'share', source: faultFree },
  stuckOff: { value: 0, unit: 'share', source: faultFree },
})
