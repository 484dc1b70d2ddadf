import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import type { DatasetInfo, MethodInfo, ModelInfo, TrainingProgress } from '../../shared/contract'
import { call } from '../api'

/** What a design can be made of: networks, data sets and methods. */
export const useModels = defineStore('models', () => {
  const models = shallowRef<readonly ModelInfo[]>([])
  const datasets = shallowRef<readonly DatasetInfo[]>([])
  const methods = shallowRef<readonly MethodInfo[]>([])
  const training = shallowRef<TrainingProgress>()

  const byId = computed(() => new Map(models.value.map((model) => [model.id, model])))
  const method = (kind: MethodInfo['kind'], id: string): MethodInfo | undefined => methods.value.find((m) => m.kind === kind && m.id === id)

  async function loadModels(): Promise<void> {
    models.value = await call('models.list', {})
    training.value = undefined
  }

  async function load(): Promise<void> {
    const [, sets, known] = await Promise.all([loadModels(), call('datasets.list', {}), call('methods.list', {})])
    datasets.value = sets
    methods.value = known
  }

  function applyTraining(progress: TrainingProgress): void {
    training.value = progress
  }

  return { models, datasets, methods, training, byId, method, load, loadModels, applyTraining }
})
