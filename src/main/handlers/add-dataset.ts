import { createHash } from 'node:crypto'
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { readFile, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { NadirError } from '../../shared/errors'
import { checkDataset, datasets, type DatasetDefinition, type DatasetFile } from '../engine/data/datasets'
import { sweepUnfinished, unfinishedPlace } from '../store/unfinished'

/** Where a file of a data set lies, as it is or compressed. */
interface Source {
  file: DatasetFile
  path: string
}

/**
 * Copies a data set that lies in a folder, plain or as .gz, to its place in the data folder: verified, all of it or
 * nothing. `placeOf` names that place; which data set it is, its files say, unless `wanted` does. Throws bad-value where
 * the folder holds no data set, data-missing and data-damaged naming the file.
 */
export async function addDataset(path: string, placeOf: (id: string) => string, wanted?: DatasetDefinition): Promise<DatasetDefinition> {
  const { definition, sources } = await recognise(path, wanted === undefined ? datasets : [wanted])
  const place = placeOf(definition.id)
  sweepUnfinished(dirname(place))
  const part = unfinishedPlace(dirname(place), definition.id)
  try {
    mkdirSync(part, { recursive: true })
    for (const source of sources) await writeFile(join(part, source.file.name), await read(source), { flush: true })
    await verify(definition, part, path)
    replace(part, place)
  } finally {
    rmSync(part, { recursive: true, force: true })
  }
  return definition
}

/** What may be a data set: those of its files that are there, in its order. */
interface Candidate {
  definition: DatasetDefinition
  found: (Source | undefined)[]
}

async function recognise(
  folder: string,
  among: readonly DatasetDefinition[],
): Promise<{ definition: DatasetDefinition; sources: Source[] }> {
  const candidates: Candidate[] = []
  for (const definition of among) {
    const found = await Promise.all(definition.files.map((file) => find(file, folder)))
    if (found.some((source) => source !== undefined)) candidates.push({ definition, found })
  }
  const likeliest = await nearestOf(candidates)
  if (likeliest === undefined)
    throw new NadirError('bad-value', `${folder} holds no data set that Nadir knows.`, { hint: among.map(expected).join(' ') })
  const { definition, found } = likeliest
  const missing = definition.files[found.indexOf(undefined)]
  if (missing !== undefined)
    throw new NadirError('data-missing', `${join(folder, missing.name)} is not there.`, { hint: expected(definition) })
  return { definition, sources: found.filter((source) => source !== undefined) }
}

/** Data sets may share all their file names: the one most of whose labels are as expected, the first where none tells. */
async function nearestOf(candidates: readonly Candidate[]): Promise<Candidate | undefined> {
  if (candidates.length < 2) return candidates[0]
  const matches = await Promise.all(
    candidates.map(async ({ found }) => {
      const labels = found.filter((source): source is Source => source?.file.role.endsWith('labels') === true)
      const right = await Promise.all(labels.map(isExpected))
      return right.filter(Boolean).length
    }),
  )
  return candidates[matches.indexOf(Math.max(...matches))]
}

async function isExpected(source: Source): Promise<boolean> {
  const bytes = await read(source).catch(() => undefined)
  return bytes !== undefined && createHash('sha256').update(bytes).digest('hex') === source.file.sha256
}

function expected({ label, files }: DatasetDefinition): string {
  return `${label} is a folder of ${files.map(({ name }) => name).join(', ')}, each as it is or as .gz.`
}

async function find(file: DatasetFile, folder: string): Promise<Source | undefined> {
  for (const path of [join(folder, file.name), join(folder, `${file.name}.gz`)]) {
    const found = await stat(path).catch(() => undefined)
    if (found?.isFile() === true) return { file, path }
  }
  return undefined
}

async function read({ file, path }: Source): Promise<Uint8Array> {
  const bytes = await readFile(path)
  if (!path.endsWith('.gz')) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: file.bytes })
  } catch (cause) {
    throw damaged(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
}

async function verify(definition: DatasetDefinition, part: string, from: string): Promise<void> {
  const wrong = (await checkDataset(definition, part)).find(({ ok }) => !ok)
  if (wrong !== undefined) throw damaged(`${join(from, wrong.name)}: ${wrong.text}`)
}

function damaged(what: string, cause?: unknown): NadirError {
  return new NadirError('data-damaged', `${what}.`, { hint: 'Get the file again; nothing was added.', cause })
}

/** A folder cannot be moved onto one that holds something: the old one goes aside first. */
function replace(part: string, place: string): void {
  const old = unfinishedPlace(dirname(place), 'old')
  try {
    renameSync(place, old)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
  renameSync(part, place)
  rmSync(old, { recursive: true, force: true })
}
