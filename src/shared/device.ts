import { z } from 'zod'

const source = z.string().min(1).max(500)
const inUnit = <U extends string>(unit: U) => z.strictObject({ value: z.number(), unit: z.literal(unit), source })
const numbers = z.array(z.number()).max(10_000).readonly()

/**
 * A device technology as data, every number with its source beside it: those shipped with Nadir, edited copies, imported ones.
 * SI units; `window` is a share of gMax - gMin; spreads, ccv and noise are standard deviations (METHODS 6). What the schema
 * cannot say (a window that is not empty, spreads of at least 0) the engine checks.
 */
export const deviceData = z.strictObject({
  label: z.string().min(1).max(80),
  summary: z.string().max(500),
  source,
  gMin: inUnit('S'),
  gMax: inUnit('S'),
  /** Pulse programming: curvature, pulses from end to end, device-to-device spreads, cycle-to-cycle variation, one pulse. */
  pulse: z.strictObject({
    A: inUnit('pulses'),
    pMax: inUnit('pulses'),
    spreadA: inUnit('relative'),
    spreadGMin: inUnit('window'),
    spreadGMax: inUnit('window'),
    ccv: inUnit('window'),
    time: inUnit('s'),
    energy: inUnit('J'),
  }),
  /** One verify read. */
  verify: z.strictObject({ time: inUnit('s'), energy: inUnit('J'), noise: inUnit('window') }),
  /** Spread by programmed state, where it was measured; window units, states ascending. */
  levels: z.strictObject({ states: numbers, means: numbers, sigmas: numbers, source }).exactOptional(),
  stuckOn: inUnit('share'),
  stuckOff: inUnit('share'),
  /** Laws that devices follow after programming; absent where they stay as they are. */
  inference: z.strictObject({ law: z.literal('pcm'), source }).exactOptional(),
})
export type DeviceData = z.infer<typeof deviceData>

/** A number with what it is in and where it comes from; `assumed: ...` where no source gave it. */
export interface Quantity {
  value: number
  unit: 'S' | 's' | 'J' | 'pulses' | 'window' | 'relative' | 'share'
  source: string
}

const points = z.array(z.number()).max(100_000).readonly()

/** What a device was measured by: the file, and for pulse curves its points and how well the curve fits them. */
export const measuredData = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('pulses'),
    file: z.string(),
    direction: z.enum(['potentiation', 'depression']),
    /** Devices that the file names; 0 where it names none. */
    devices: z.int().min(0),
    /** Pulse numbers and conductances in siemens, [points]. */
    pulses: points,
    conductances: points,
    /** Root mean square of what the curve leaves, siemens, and as a share of the fitted window. */
    rms: z.number(),
    rmsOfWindow: z.number(),
  }),
  z.strictObject({ kind: z.literal('levels'), file: z.string(), states: z.int().min(1) }),
])
export type MeasuredData = z.infer<typeof measuredData>

export const deviceName = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens')

/** A device as a file holds it. */
export const deviceFile = z.strictObject({
  format: z.literal(1),
  device: deviceData,
  /** What it was copied from. */
  base: z.string().exactOptional(),
  measured: measuredData.exactOptional(),
})
export type DeviceFile = z.infer<typeof deviceFile>

/** A device as doors show it. */
export interface DeviceInfo extends Omit<DeviceFile, 'format'> {
  id: string
  shipped: boolean
}
