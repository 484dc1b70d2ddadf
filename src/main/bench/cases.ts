import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CounterRandom } from '../../shared/rng'
import type { ModelData } from '../../shared/model'
import { datasetOf, loadDataset, type Dataset } from '../engine/data/datasets'
import { graphOf } from '../engine/network/graph'
import { layoutOf } from '../engine/network/layout'
import { parseModel } from '../engine/network/model-file'
import { networkOf } from '../engine/network/zoo'
import { datasetPlace } from '../jobs/dataset-places'

/** A network on images, as the loops of the engine are measured with it. */
export interface BenchCase {
  name: string
  model: ModelData
  dataset: Dataset
  /** Images of one repeat, and of one that is to be quick. */
  images: number
  quick: number
  /** backend-cpu takes minutes for a step of a large network: it is left out there. */
  backends: readonly string[]
}

const fast = ['tensorflow', 'wasm'] as const

/** The shipped LeNet on MNIST with 4 bits and in float, and ResNet-20 in float with random weights on random images. */
export async function benchCases(resources: string, dir: string): Promise<BenchCase[]> {
  const folder = join(resources, 'models', 'lenet-w4a4')
  const [manifest, weights] = await Promise.all([readFile(join(folder, 'model.json'), 'utf8'), readFile(join(folder, 'weights.bin'))])
  const lenet = parseModel(manifest, weights, folder)
  const mnist = await loadDataset(datasetOf('mnist'), datasetPlace('mnist', dir).folder)
  const float: ModelData = { ...lenet, manifest: { ...lenet.manifest, weightBits: 'float', activationBits: 'float' } }
  const small = { dataset: mnist, images: 10_000, quick: 2000, backends: [...fast, 'cpu'] }
  return [
    { name: 'LeNet 4-bit', model: lenet, ...small },
    { name: 'LeNet fp32', model: float, ...small },
    { name: 'ResNet-20 fp32', ...randomCase('resnet-20', lenet), images: 384, quick: 128, backends: fast },
  ]
}

/** Weights and images are noise of the right size: a step takes as long whatever they are. */
function randomCase(network: string, like: ModelData): { model: ModelData; dataset: Dataset } {
  const definition = networkOf(network)
  const layout = layoutOf(definition)
  const graph = graphOf(definition)
  const random = new CounterRandom(1, 'initialise')
  const values = new Float64Array(layout.length)
  random.fill(values, 0, 0)
  const weights = Float32Array.from(values, (u) => 0.2 * (u - 0.5))
  layout.arrays.forEach(({ kind, offset, length }, i) => {
    if (kind !== 'device') weights.fill(graph.arrays[i]?.start ?? 0, offset, offset + length)
  })
  const images = 512
  const size = definition.input.reduce((a, b) => a * b, 1)
  const pixels = sharedBytes(2 * images * size, (i) => Math.imul(i + 1, 2654435761) >>> 24)
  const labels = sharedBytes(2 * images, (i) => i % definition.classes)
  return {
    model: {
      weights,
      manifest: {
        ...like.manifest,
        network,
        arrays: layout.arrays,
        clips: Array.from({ length: graph.activations + 1 }, () => 1),
        weightBits: 'float',
        activationBits: 'float',
      },
    },
    dataset: {
      definition: { ...datasetOf('mnist'), shape: definition.input, classes: definition.classes, images: { train: images, test: images } },
      images: pixels,
      labels,
      sha256: '',
    },
  }
}

/** Bytes in shared memory, as a data set has them. */
function sharedBytes(length: number, byte: (i: number) => number): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(length))
  for (let i = 0; i < length; i++) bytes[i] = byte(i)
  return bytes
}
