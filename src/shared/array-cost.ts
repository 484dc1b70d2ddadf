import { calibrates, isParasitic } from './converters'
import { movesDevices } from './family'
import type { Design } from './fields'

/** Seconds of one thread that a pass over images takes beside the passes over images, while its weights are made. */
export interface ArraySeconds {
  /** A point that is searched, there and back, and one that is only evaluated. */
  gradient: number
  evaluate: number
  /** A random chip. */
  chip: number
  /** Calibrating the converters of a family, shared by all threads. */
  calibration: number
}

/** Cells of a tile of 128 x 128, and seconds a cell that such a tile takes to be solved. */
const [usual, solved] = [128 * 128, 2.8e-6]
/** Seconds a cell to read 1,000 images finely. */
const calibrated = 9.4e-6
/** The way back, as a share of the way there. */
const back = 1.4

/**
 * What the array of a design adds to its passes: moving single devices, the closed form, or a nodal solution of every tile,
 * whose elimination grows faster than its cells. Measured: LeNet, 2 bits a device: 1.3 s there and 1.8 s back at
 * 128 x 128; one tile of 784 x 500 3 s. A PCM chip 0.9 us a device. Calibrating the LeNet's
 * converters 2.3 s. To a factor of two on another machine. `devicesOf`: devices of the network.
 */
export function arraySeconds(design: Design, devicesOf: () => number): ArraySeconds {
  if (!movesDevices(design) && design['sampling.kind'] !== 'pcm') return { gradient: 0, evaluate: 0, chip: 0, calibration: 0 }
  // Both planes of sign-magnitude hold devices, and are solved.
  const cells = devicesOf() * (design['mapping.scheme'] === 'sign-magnitude' ? 2 : 1)
  const tile = Math.min(design['crossbar.rows'], 4096) * Math.min(design['crossbar.columns'], 4096)
  const there = design['crossbar.parasitics'] === 'nodal' ? solved * (tile / usual) ** 0.33 : isParasitic(design) ? 3e-7 : 5e-8
  const drawn = design['sampling.kind'] === 'pcm' ? 9e-7 : 2e-7
  return {
    gradient: cells * there * (1 + back),
    evaluate: cells * there,
    chip: cells * (there + drawn),
    calibration: calibrates(design) ? cells * calibrated : 0,
  }
}
