import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import envPaths from 'env-paths'
import { NadirError } from '../shared/errors'

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

/** The data folder: the one that is named, else the one that every door opens. Throws bad-value for an empty name. */
export function dataFolder(named: string | undefined): string {
  if (named === '')
    throw new NadirError('bad-value', 'The data folder has no name.', { hint: 'Name a folder behind --db, or leave --db out.' })
  return resolve(named ?? envPaths('nadir', { suffix: '' }).data)
}
