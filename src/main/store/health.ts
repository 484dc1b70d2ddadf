import { statSync } from 'node:fs'
import { asStoreError } from './errors'
import type { Store } from './open'

/** Bytes of the database with the files beside it. */
export function storedBytes({ file }: Store): number {
  return [file, `${file}-wal`].reduce((bytes, path) => bytes + (statSync(path, { throwIfNoEntry: false })?.size ?? 0), 0)
}

/** What SQLite's own check finds wrong; empty where all is whole. Throws database-damaged where it cannot even be asked. */
export function findDamage({ db, file }: Store): string[] {
  try {
    const lines = db.prepare<[], { quick_check: string }>('PRAGMA quick_check').all()
    return lines.map((line) => line.quick_check).filter((text) => text !== 'ok')
  } catch (error) {
    throw asStoreError(error, file)
  }
}
