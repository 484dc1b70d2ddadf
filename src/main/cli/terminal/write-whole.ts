import { randomUUID } from 'node:crypto'
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { NadirError } from '../../../shared/errors'

/**
 * Writes a file whole or not at all: beside its place, then moved onto it; a link is followed, and a device or a pipe, as
 * /dev/stdout, is written into. Throws bad-value for a folder in its place or a folder that is not there,
 * folder-unwritable, disk-full.
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<{ file: string; bytes: number }> {
  const file = resolve(path)
  const [folder, place] = [await kind(dirname(file)), await kind(file)]
  if (folder !== 'folder')
    throw new NadirError('bad-value', `There is no folder ${dirname(file)}.`, {
      hint: 'Make it first, or choose another place with --out.',
    })
  if (place === 'folder') throw new NadirError('bad-value', `${file} is a folder.`, { hint: 'Name a file in it with --out.' })
  try {
    if (place === 'stream') await writeFile(file, content)
    else await replace(place === 'file' ? await realpath(file) : file, content)
  } catch (error) {
    throw writeError(file, error)
  }
  return { file, bytes: typeof content === 'string' ? Buffer.byteLength(content) : content.byteLength }
}

async function replace(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(file), `.nadir-${randomUUID()}`)
  try {
    await writeFile(temporary, content, { flush: true })
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function writeError(file: string, cause: unknown): NadirError {
  const known = NadirError.from(cause)
  if (known.code === 'disk-full')
    return new NadirError('disk-full', known.message, { hint: 'Free some space, or choose another place with --out.', cause })
  const why = cause instanceof Error ? cause.message : String(cause)
  return new NadirError('folder-unwritable', `${file} cannot be written: ${why}.`, { hint: 'Choose another place with --out.', cause })
}

/** A stream is what is neither file nor folder: a device, a pipe. */
async function kind(path: string): Promise<'folder' | 'file' | 'stream' | 'nothing'> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) return 'nothing'
  return found.isDirectory() ? 'folder' : found.isFile() ? 'file' : 'stream'
}
