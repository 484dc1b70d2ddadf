import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { NadirError } from '../../shared/errors'

/** The two files of a stored model. */
export interface ModelFiles {
  manifest: string
  weights: Uint8Array
}

const [manifestName, weightsName] = ['model.json', 'weights.bin'] as const
/** No file of a model is longer, whatever an archive claims. Bytes. */
const longest = 2e9
/** The first moment that a zip archive can name: the same model gives the same bytes. */
const noTime = new Date(1980, 0, 1)

/** A whole model as one file, for another data folder: a zip archive of its two files. */
export function packModel({ manifest, weights }: ModelFiles): Uint8Array {
  return zipSync({ [manifestName]: strToU8(manifest), [weightsName]: weights }, { mtime: noTime })
}

/** Reads what `packModel` wrote; the model itself is for the engine to judge. Throws model-damaged naming `where`. */
export function unpackModel(archive: Uint8Array, where: string): ModelFiles {
  const damaged = (what: string, cause?: unknown): NadirError =>
    new NadirError('model-damaged', `${where}: ${what}`, { hint: 'Write it again with `nadir models export NAME --out FILE.zip`.', cause })
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(archive, {
      filter: ({ name, originalSize }) => (name === manifestName || name === weightsName) && originalSize <= longest,
    })
  } catch (cause) {
    throw damaged(`it is no zip archive: ${cause instanceof Error ? cause.message : String(cause)}`, cause)
  }
  const [manifest, weights] = [files[manifestName], files[weightsName]]
  if (manifest === undefined || weights === undefined) throw damaged(`it holds no ${manifest === undefined ? manifestName : weightsName}`)
  return { manifest: strFromU8(manifest), weights }
}
