import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelData } from '../../shared/model'
import { datasetOf, loadDataset, type Dataset } from '../engine/data/datasets'
import { parseModel } from '../engine/network/model-file'
import { datasetPlace } from '../jobs/dataset-places'

/** What the benchmarks compute with: the shipped LeNet and MNIST. */
export async function loadBenchInputs(resources: string, dir: string): Promise<{ model: ModelData; dataset: Dataset }> {
  const folder = join(resources, 'models', 'lenet-w4a4')
  const [manifest, weights] = await Promise.all([readFile(join(folder, 'model.json'), 'utf8'), readFile(join(folder, 'weights.bin'))])
  return {
    model: parseModel(manifest, weights, folder),
    dataset: await loadDataset(datasetOf('mnist'), datasetPlace('mnist', dir).folder),
  }
}
