import { readFile } from 'node:fs/promises'
import type { CheckLine } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { bytes } from '../../shared/units'
import { parseModel } from '../engine/network/model-file'
import { keepModel } from '../jobs/keep-model'
import { unpackModel } from '../store/model-archive'
import type { ModelStore } from '../store/models'
import type { HandlerContext, HandlersOf } from './context'
import { modelInfo, usableModels } from './model-info'

export function modelHandlers({ stores, jobs, emit }: HandlerContext): HandlersOf<'models'> {
  const { models } = stores
  return {
    'models.list': () => usableModels(models),
    'models.check': ({ id }) => [checkModel(models, models.find(id).id)],
    'models.import': async ({ file, name }) => {
      const { manifest, weights } = unpackModel(await readArchive(file), file)
      const model = parseModel(manifest, weights, file)
      const id = name ?? model.manifest.id
      keepModel({ ...model, manifest: { ...model.manifest, id } }, { stores, emit })
      return modelInfo(models, models.find(id))
    },
    'models.train': async (request) => {
      const { manifest } = await jobs.train(request)
      return modelInfo(models, models.find(manifest.id))
    },
  }
}

async function readArchive(file: string): Promise<Buffer> {
  return readFile(file).catch((cause: unknown) => {
    throw new NadirError('bad-value', `${file} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      hint: 'Name a file that `nadir models export NAME --out FILE.zip` wrote.',
      cause,
    })
  })
}

/** Reads a model as a run would, and says what it found. */
export function checkModel(models: ModelStore, id: string): CheckLine {
  const name = `model ${id}`
  try {
    const { manifest } = models.load(id)
    return { name, ok: true, text: `${manifest.network}, ${bytes(models.size(id))}, SHA-256 ${manifest.sha256.slice(0, 8)}` }
  } catch (error) {
    const { message, hint } = NadirError.from(error)
    return { name, ok: false, text: message, ...(hint === undefined ? {} : { hint }) }
  }
}
