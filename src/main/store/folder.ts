import { accessSync, constants, existsSync, mkdirSync, rmdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { unwritable } from './errors'

/**
 * Makes a folder that can be written, and those above it; returns the ones that were not there, outermost first. Step by
 * step: Node's own recursive mkdir never returns where the system says ENOENT for a folder whose parent is there, as
 * /proc does. Throws folder-unwritable; then nothing was made.
 */
export function makeFolder(dir: string): string[] {
  const missing: string[] = []
  for (let path = dir; !existsSync(path) && path !== dirname(path); path = dirname(path)) missing.unshift(path)
  const made: string[] = []
  try {
    for (const path of missing) if (makeOne(path)) made.push(path)
    accessSync(dir, constants.W_OK)
    if (!statSync(dir).isDirectory()) throw new Error('it is not a folder')
  } catch (error) {
    unmake(made)
    if (error instanceof Error && 'code' in error && error.code === 'ENOSPC') throw error
    throw unwritable(dir, error)
  }
  return made
}

/** False where another process made the same folder at the same moment. */
function makeOne(path: string): boolean {
  try {
    mkdirSync(path)
    return true
  } catch (error) {
    if (existsSync(path)) return false
    throw error
  }
}

/** Takes back folders that `makeFolder` made, as far as nothing is in them. */
export function unmake(made: readonly string[]): void {
  for (const path of [...made].reverse()) {
    try {
      rmdirSync(path)
    } catch {
      return
    }
  }
}
