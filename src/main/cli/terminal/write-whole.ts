import { randomUUID } from 'node:crypto'
import { rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { NadirError } from '../../../shared/errors'

/**
 * Writes a file whole or not at all: beside its place, then moved onto it. Throws bad-value for a folder in its place or a
 * folder that is not there, folder-unwritable, disk-full.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<{ file: string; bytes: number }> {
  const file = resolve(path)
  const folder = dirname(file)
  if ((await kind(folder)) !== 'folder')
    throw new NadirError('bad-value', `There is no folder ${folder}.`, { hint: 'Make it first, or choose another place with --out.' })
  if ((await kind(file)) === 'folder') throw new NadirError('bad-value', `${file} is a folder.`, { hint: 'Name a file in it with --out.' })
  const temporary = join(folder, `.nadir-${randomUUID()}`)
  try {
    await writeFile(temporary, content, { flush: true })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw NadirError.from(error)
  }
  return { file, bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength }
}

async function kind(path: string): Promise<'folder' | 'file' | 'nothing'> {
  const found = await stat(path).catch(() => undefined)
  return found === undefined ? 'nothing' : found.isDirectory() ? 'folder' : 'file'
}
