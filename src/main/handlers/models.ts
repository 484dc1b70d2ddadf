import type { CheckLine } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { bytes } from '../../shared/units'
import type { ModelStore } from '../store/models'
import type { HandlerContext, HandlersOf } from './context'
import { modelInfo, usableModels } from './model-info'

export function modelHandlers({ stores: { models }, jobs }: HandlerContext): HandlersOf<'models'> {
  return {
    'models.list': () => usableModels(models),
    'models.check': ({ id }) => [checkModel(models, models.find(id).id)],
    'models.train': async (request) => {
      const { manifest } = await jobs.train(request)
      return modelInfo(models, models.find(manifest.id))
    },
  }
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
