import { NadirError } from '../../../shared/errors'

/** Reads `--tile down,across`. Throws bad-value. */
export function readTile(text: string): { down: number; across: number } {
  const [, down, across] = /^\s*(\d+)\s*,\s*(\d+)\s*$/.exec(text) ?? []
  if (down !== undefined && across !== undefined) return { down: Number(down), across: Number(across) }
  throw new NadirError('bad-value', `--tile ${text} cannot be read.`, { hint: 'For example --tile 0,1.' })
}
