import Database from 'better-sqlite3'
import { randomUUID } from 'node:crypto'
import { existsSync, lstatSync, rmSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { asStoreError } from './errors'
import { makeFolder, unmake } from './folder'
import { storedVersion } from './header'
import { checkVersion, migrate, versionOf } from './migrate'

/** What marks one write: its place in the order of all writes, who made it, and when (milliseconds since 1970). */
export interface Stamp {
  revision: number
  writer: string
  now: number
}

/** The open database and this process's name in it. */
export interface Store {
  readonly db: Database.Database
  readonly dir: string
  readonly file: string
  /** Random name of this process: the writer of its rows, the owner of its runs. */
  readonly writer: string
  readonly now: () => number
  /** One transaction that takes the write lock at once and marks what it writes. */
  write<T>(change: (stamp: Stamp) => T): T
  close(): void
}

export interface StoreOptions {
  dir: string
  now?: () => number
  writer?: string
}

/**
 * Opens `nadir.sqlite` in a folder, made if missing, and brings it to the newest version.
 * Throws folder-unwritable (nothing is left behind), database-newer (the file is not touched), database-damaged.
 */
export function openStore({ dir: given, now = Date.now, writer = randomUUID() }: StoreOptions): Store {
  const dir = resolve(given)
  const file = join(dir, 'nadir.sqlite')
  const made = makeFolder(dir)
  const found = lstatSync(file, { throwIfNoEntry: false }) !== undefined
  if (existsSync(file) && statSync(file).size > 0) checkVersion(file, storedVersion(file))
  let db: Database.Database | undefined
  try {
    db = new Database(file, { timeout: 5000 })
    // The header may lag behind the log beside it.
    checkVersion(file, versionOf(db))
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    migrate(db, file)
  } catch (error) {
    db?.close()
    if (!found) leaveNothing(file, made)
    throw asStoreError(error, file)
  }
  return storeOn(db, { dir, file, writer, now })
}

function storeOn(db: Database.Database, place: { dir: string; file: string; writer: string; now: () => number }): Store {
  const next = db.prepare<[], { value: number }>('UPDATE revision SET value = value + 1 RETURNING value')
  return {
    db,
    ...place,
    write<T>(change: (stamp: Stamp) => T): T {
      const stamped = db.transaction(() => change({ revision: next.get()?.value ?? 0, writer: place.writer, now: place.now() }))
      return stamped.immediate()
    },
    close: () => void db.close(),
  }
}

/** Takes back what a failed first opening made, unless another process has begun to use it. */
function leaveNothing(file: string, made: readonly string[]): void {
  const begun = existsSync(file) && statSync(file).size >= 100 && storedVersion(file) > 0
  if (begun) return
  for (const suffix of ['', '-wal', '-shm', '-journal']) rmSync(file + suffix, { force: true })
  unmake(made)
}
