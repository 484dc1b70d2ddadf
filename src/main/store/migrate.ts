import type { Database } from 'better-sqlite3'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { NadirError } from '../../shared/errors'
import { migrations } from './migrations'

/** Refuses a database that a later Nadir wrote. Throws database-newer. */
export function checkVersion(file: string, version: number, known = migrations.length): void {
  if (version <= known) return
  throw new NadirError('database-newer', `${file} has version ${version}; this Nadir knows versions up to ${known}.`, {
    hint: 'Update Nadir, or choose another folder with --db. The file was not changed.',
  })
}

export function versionOf(db: Database): number {
  const version = db.pragma('user_version', { simple: true })
  return typeof version === 'number' ? version : 0
}

/**
 * Brings a database to the newest version, one transaction a step; a database that held something is copied first, to
 * `<file>.before-0002` for a step to version 2. `steps` is for tests of a migration by itself.
 */
export function migrate(db: Database, file: string, steps: readonly string[] = migrations): void {
  const found = versionOf(db)
  if (found >= steps.length) return
  if (found > 0) keepCopy(db, `${file}.before-${String(found + 1).padStart(4, '0')}`)
  const step = db.transaction((version: number, sql: string) => {
    // Another process may have taken this step while we waited for the lock.
    if (versionOf(db) >= version) return
    db.exec(sql)
    db.pragma(`user_version = ${version}`)
  })
  steps.forEach((sql, index) => step.immediate(index + 1, sql))
  // What a version check reads is the file's own header, so it must not wait in the log beside it.
  db.pragma('wal_checkpoint(TRUNCATE)')
}

function keepCopy(db: Database, copy: string): void {
  if (existsSync(copy)) return
  const part = `${copy}.${process.pid}.part`
  try {
    db.prepare('VACUUM INTO ?').run(part)
    renameSync(part, copy)
  } finally {
    rmSync(part, { force: true })
  }
}
