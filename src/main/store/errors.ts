import Database from 'better-sqlite3'
import { NadirError } from '../../shared/errors'

export function damaged(file: string, what: string, cause?: unknown): NadirError {
  return new NadirError('database-damaged', `${file} cannot be read: ${what}.`, {
    hint: 'Move it away to start afresh, or put back a copy; copies made before an update lie beside it.',
    cause,
  })
}

export function unwritable(dir: string, cause?: unknown): NadirError {
  const why = cause instanceof Error ? `: ${cause.message}` : ''
  return new NadirError('folder-unwritable', `The data folder ${dir} cannot be written${why}.`, {
    hint: 'Choose another folder with --db, or change its permissions.',
    cause,
  })
}

/** Says in Nadir's words what SQLite met; anything else passes unchanged. */
export function asStoreError(error: unknown, file: string): unknown {
  if (!(error instanceof Database.SqliteError)) return error
  const { code, message } = error
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return damaged(file, message, error)
  if (code.startsWith('SQLITE_READONLY') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_PERM'))
    return unwritable(file, error)
  // The index of the log is a file of its own, made by whoever opens the database first.
  if (code === 'SQLITE_IOERR_SHMSIZE')
    return new NadirError('disk-full', `The disk is full: ${file} cannot be opened (${message}).`, {
      hint: 'Free some space, then open it again: nothing is lost.',
      cause: error,
    })
  return error
}
