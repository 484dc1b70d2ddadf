import type { ModelInfo } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { layerShapes } from '../engine/network/zoo'
import type { ModelStore, StoredModel } from '../store/models'

/** A model as doors show it. Throws model-damaged. */
export function modelInfo(models: ModelStore, { id, shipped }: StoredModel): ModelInfo {
  const { manifest } = models.load(id)
  const { method, label, params, seed, command, seconds } = manifest.training
  return {
    id,
    label: manifest.label,
    network: manifest.network,
    shipped,
    sha256: manifest.sha256,
    bytes: models.size(id),
    layers: layerShapes(manifest.network),
    parameters: manifest.arrays.reduce((n, array) => n + array.length, 0),
    training: { method, label, params, seed, command, seconds },
    recorded: manifest.recorded,
    weightBits: manifest.weightBits,
    activationBits: manifest.activationBits,
  }
}

/** Those that are whole; a damaged one is named by `models.check` and the doctor. */
export function usableModels(models: ModelStore): ModelInfo[] {
  return models.list().flatMap((stored) => {
    try {
      return [modelInfo(models, stored)]
    } catch (error) {
      const { code } = NadirError.from(error)
      if (code === 'model-damaged' || code === 'unknown-model') return []
      throw error
    }
  })
}
