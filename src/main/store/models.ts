import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { NadirError } from '../../shared/errors'
import type { ModelData } from '../../shared/model'
import { entries, sweepUnfinished, unfinishedPlace } from './unfinished'

/** Reads and writes the two files of a model; the engine knows their form. */
export interface ModelCodec {
  /** Verifies hash and shape. Throws model-damaged naming `where`. */
  parse(manifestText: string, weights: Uint8Array, where: string): ModelData
  serialise(model: ModelData): { manifest: string; weights: Uint8Array }
}

export interface StoredModel {
  id: string
  shipped: boolean
  folder: string
}

/** Trained networks: those shipped with Nadir, and the user's own. */
export interface ModelStore {
  /** All that are there, shipped ones first, whole or damaged. */
  list(): StoredModel[]
  /** Throws unknown-model. */
  find(id: string): StoredModel
  /** Verifies the model; one that did not change since is not read again. Throws unknown-model, model-damaged. */
  load(id: string): ModelData
  /** Bytes of its files. */
  size(id: string): number
  /** Throws name-taken where a model of that name is there. */
  checkFree(id: string): void
  /** Keeps a trained model: all of it or nothing. Throws name-taken. */
  write(model: ModelData): StoredModel
}

const named = /^[a-z0-9][a-z0-9-]{0,63}$/
const [manifestFile, weightsFile] = ['model.json', 'weights.bin'] as const

export function createModelStore({ dir, resources, codec }: { dir: string; resources: string; codec: ModelCodec }): ModelStore {
  const own = join(dir, 'models')
  const shipped = join(resources, 'models')
  const loaded = new Map<string, { stamp: string; model: ModelData }>()
  sweepUnfinished(own)

  function list(): StoredModel[] {
    const ours = namesIn(shipped).map((id) => ({ id, shipped: true, folder: join(shipped, id) }))
    const taken = new Set(ours.map(({ id }) => id))
    const users = namesIn(own).map((id) => ({ id, shipped: false, folder: join(own, id) }))
    return [...ours, ...users.filter(({ id }) => !taken.has(id))]
  }

  function find(id: string): StoredModel {
    const models = list()
    const found = models.find((model) => model.id === id)
    if (found !== undefined) return found
    const names = models.map((model) => model.id).join(', ')
    throw new NadirError('unknown-model', `There is no model ${id}.`, {
      hint: names === '' ? 'Train one with `nadir train standard --name NAME`.' : `The models are ${names}.`,
    })
  }

  function checkFree(id: string): void {
    if (list().some((model) => model.id === id)) throw taken(id)
  }

  return {
    list,
    find,
    checkFree,
    size: (id) => filesOf(find(id).folder).reduce((bytes, file) => bytes + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0),
    load(id) {
      const { folder } = find(id)
      const stamp = stampOf(folder)
      const known = loaded.get(id)
      if (known?.stamp === stamp) return known.model
      const model = codec.parse(read(folder, manifestFile).toString('utf8'), read(folder, weightsFile), folder)
      loaded.set(id, { stamp, model })
      return model
    },
    write(model) {
      const { id } = model.manifest
      checkFree(id)
      const folder = join(own, id)
      const part = unfinishedPlace(own, id)
      try {
        const { manifest, weights } = codec.serialise(model)
        // What could not be loaded again is not kept.
        codec.parse(manifest, weights, id)
        mkdirSync(part, { recursive: true })
        writeFileSync(join(part, weightsFile), weights, { flush: true })
        writeFileSync(join(part, manifestFile), manifest, { flush: true })
        publish(part, folder, id)
      } finally {
        rmSync(part, { recursive: true, force: true })
      }
      return { id, shipped: false, folder }
    },
  }
}

function namesIn(folder: string): string[] {
  return entries(folder).filter((name) => named.test(name) && statSync(join(folder, name), { throwIfNoEntry: false })?.isDirectory())
}

function filesOf(folder: string): string[] {
  return [join(folder, manifestFile), join(folder, weightsFile)]
}

function stampOf(folder: string): string {
  return filesOf(folder)
    .map((file) => statSync(file, { throwIfNoEntry: false }))
    .map((found) => `${found?.mtimeMs ?? ''}:${found?.size ?? ''}`)
    .join(' ')
}

function read(folder: string, name: string): Buffer {
  try {
    return readFileSync(join(folder, name))
  } catch (cause) {
    throw new NadirError('model-damaged', `${folder}: ${name} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, {
      hint: 'Train it again or restore the file.',
      cause,
    })
  }
}

/** The last word on a name is the file system's: two processes may have trained under it. */
function publish(part: string, folder: string, id: string): void {
  try {
    renameSync(part, folder)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOTEMPTY' || code === 'EEXIST') throw taken(id)
    throw error
  }
}

function taken(id: string): NadirError {
  return new NadirError('name-taken', `There is a model ${id} already.`, { hint: 'Choose another name.' })
}
