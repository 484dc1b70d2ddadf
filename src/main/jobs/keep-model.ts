import type { ModelData } from '../../shared/model'
import type { JobContext } from './context'

/** Keeps a model under its name, and tells the doors of every process. Throws name-taken. */
export function keepModel(model: ModelData, { stores, emit }: Pick<JobContext, 'stores' | 'emit'>): void {
  stores.models.write(model)
  // Other processes look into the folder when this changes.
  stores.settings.keep('models', model.manifest.id)
  emit({ event: 'models.changed', data: {} })
}
