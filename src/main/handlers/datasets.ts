import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { DatasetInfo } from '../../shared/contract'
import type { ErrorDocument } from '../../shared/errors'
import { checkDataset, datasetHash, datasetOf, datasets, type DatasetDefinition } from '../engine/data/datasets'
import type { HandlerContext, HandlersOf } from './context'

export function datasetHandlers({ folderOf }: HandlerContext): HandlersOf<'datasets'> {
  return {
    'datasets.list': () => datasets.map((definition) => datasetInfo(definition, folderOf(definition.id))),
    'datasets.check': ({ id }) => checkDataset(datasetOf(id), folderOf(id)),
  }
}

/** Looks at sizes only; `datasets.check` reads every byte. */
function datasetInfo(definition: DatasetDefinition, folder: string): DatasetInfo {
  const { id, label, source, licence, classes, shape, images } = definition
  const problem = findProblem(definition, folder)
  return {
    id,
    label,
    source,
    licence,
    classes,
    shape: [...shape],
    images,
    present: problem === undefined,
    ...(problem === undefined ? { sha256: datasetHash(definition) } : { problem }),
  }
}

function findProblem({ files }: DatasetDefinition, folder: string): ErrorDocument | undefined {
  const hint = 'Install the data set again: `npm start` brings it.'
  for (const { name, bytes } of files) {
    const path = join(folder, name)
    const size = statSync(path, { throwIfNoEntry: false })?.size
    if (size === undefined) return { code: 'data-missing', message: `${path} is not there.`, hint }
    if (size !== bytes) return { code: 'data-damaged', message: `${path} has ${size} bytes, expected ${bytes}.`, hint }
  }
  return undefined
}
