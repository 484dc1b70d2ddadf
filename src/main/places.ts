import { fileURLToPath } from 'node:url'
import envPaths from 'env-paths'

/** Where the built parts lie. */
export interface Places {
  conductor: URL
  shard: URL
  resources: string
  pages: string
  preload: string
}

/** The built parts beside an entry in out/main. The entry passes its own address, since code it shares moves elsewhere. */
export function placesBeside(entry: string): Places {
  const at = (path: string): string => fileURLToPath(new URL(path, entry))
  return {
    conductor: new URL('worker.js', entry),
    shard: new URL('shard.js', entry),
    resources: at('../../resources'),
    pages: at('../renderer'),
    preload: at('../preload/index.cjs'),
  }
}

/** The data folder that every door opens if none is named. */
export function defaultFolder(): string {
  return envPaths('nadir', { suffix: '' }).data
}
