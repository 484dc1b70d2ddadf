import { z } from 'zod'
import { returns } from './call'
import { deviceData, deviceName, measuredData, type DeviceInfo } from './device'
import type { ErrorDocument } from './errors'
import { programmingInput, type ProgrammingOutcome } from './programming'

export interface DeviceList {
  /** Shipped ones first, each by name. */
  devices: DeviceInfo[]
  /** Files of the data folder that cannot be read as devices. */
  damaged: { file: string; error: ErrorDocument }[]
}

/** The calls about device technologies. */
export const deviceCalls = {
  'devices.list': returns<DeviceList>().to(z.strictObject({})),
  /** Programs devices through the write-verify loop at each threshold, in a worker. */
  'devices.program': returns<ProgrammingOutcome>().to(programmingInput),
  'devices.cancel': returns<{ cancelled: boolean }>().to(z.strictObject({ job: z.string() })),
  /** Keeps an edited copy; over one of that name only where `replace` says so. */
  'devices.save': returns<DeviceInfo>().to(
    z.strictObject({
      id: deviceName,
      device: deviceData,
      base: z.string().exactOptional(),
      measured: measuredData.exactOptional(),
      replace: z.boolean().default(false),
    }),
  ),
  'devices.remove': returns<{ removed: string }>().to(z.strictObject({ id: z.string() })),
  /** A device from measured data: CSV text, and the technology that all else is taken from. */
  'devices.import': returns<DeviceInfo>().to(
    z.strictObject({
      id: deviceName,
      text: z.string(),
      /** Name of the file, for errors and sources. */
      file: z.string().min(1).max(200),
      base: z.string().default('ideal'),
      unit: z.enum(['S', 'mS', 'uS', 'nS', 'window', 'level']).default('S'),
      bitsPerDevice: z.int().min(1).max(8).default(2),
      replace: z.boolean().default(false),
    }),
  ),
} as const
