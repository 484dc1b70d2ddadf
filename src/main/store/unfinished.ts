import { randomUUID } from 'node:crypto'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'

const suffix = '.part'
const hour = 3_600_000

/** A place beside the final one, to write in until all is there; a leading dot hides it from every list. */
export function unfinishedPlace(folder: string, name: string): string {
  return join(folder, `.${name}-${randomUUID()}${suffix}`)
}

/** Takes away what a killed process left half-written; another process may be writing a fresh one right now. */
export function sweepUnfinished(folder: string): void {
  for (const name of entries(folder).filter((entry) => entry.endsWith(suffix))) {
    const path = join(folder, name)
    if ((statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) < Date.now() - hour) rmSync(path, { recursive: true, force: true })
  }
}

/** Names in a folder, sorted; none where it is not there. */
export function entries(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}
