import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetInfo } from '../../shared/contract'
import type { ErrorDocument } from '../../shared/errors'
import { checkDataset, datasetHash, datasetOf, datasets, type DatasetDefinition } from '../engine/data/datasets'
import { ownDatasetFolder } from '../jobs/dataset-places'
import { addDataset } from './add-dataset'
import type { HandlerContext, HandlersOf } from './context'
import { getDataset } from './get-dataset'

export function datasetHandlers({ folderOf, stores }: HandlerContext): HandlersOf<'datasets'> {
  const own = (id: string): string => ownDatasetFolder(id, stores.dir)
  const info = (definition: DatasetDefinition): DatasetInfo => datasetInfo(definition, folderOf(definition.id))
  return {
    'datasets.list': () => datasets.map(info),
    'datasets.check': ({ id }) => checkDataset(datasetOf(id), folderOf(id)),
    'datasets.add': async ({ path }) => info(await addDataset(path, own)),
    'datasets.get': async ({ id }) => {
      const definition = datasetOf(id)
      const whole = (await checkDataset(definition, folderOf(id))).every(({ ok }) => ok)
      if (!whole) await getDataset(id, async (folder) => void (await addDataset(folder, own, definition)))
      return info(definition)
    },
  }
}

/** Looks at sizes only; `datasets.check` reads every byte. One whose folder is not there is absent, which is no problem. */
function datasetInfo(definition: DatasetDefinition, folder: string): DatasetInfo {
  const { id, label, source, licence, classes, classNames, shape, images } = definition
  const here = existsSync(folder)
  const problem = here ? findProblem(definition, folder) : undefined
  return {
    id,
    label,
    source,
    licence,
    classes,
    classNames: [...classNames],
    shape: [...shape],
    images,
    present: here && problem === undefined,
    ...(here && problem === undefined ? { sha256: datasetHash(definition) } : {}),
    ...(problem === undefined ? {} : { problem }),
  }
}

function findProblem({ id, files }: DatasetDefinition, folder: string): ErrorDocument | undefined {
  const hint = `\`nadir data get ${id}\` brings it.`
  for (const { name, bytes } of files) {
    const path = join(folder, name)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return { code: 'data-missing', message: `${path} is not there.`, hint }
    if (size !== bytes) return { code: 'data-damaged', message: `${path} has ${size} bytes, expected ${bytes}.`, hint }
  }
  return undefined
}
