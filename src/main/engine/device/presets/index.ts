import type { DeviceData } from '../../../../shared/device'

const files = import.meta.glob<{ default: DeviceData }>(['./*.ts', '!./index.ts'], { eager: true })

/** All device technologies by id, the file's name. */
export const devicePresets: ReadonlyMap<string, DeviceData> = new Map(
  Object.entries(files).map(([path, module]) => [path.slice(2, -3), module.default] as const),
)
