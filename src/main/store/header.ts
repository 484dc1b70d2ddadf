import { closeSync, openSync, readSync, statSync } from 'node:fs'
import { damaged } from './errors'

const magic = 'SQLite format 3\0'

/**
 * Version of a database, read from the file's first 100 bytes: SQLite itself would leave side files beside a database
 * that is only looked at. Source: SQLite file format, 1.3 (magic at 0, user version at 60, big endian).
 * Throws database-damaged where the file is no database.
 */
export function storedVersion(file: string): number {
  if (!statSync(file).isFile()) throw damaged(file, 'it is not a file')
  const header = Buffer.alloc(100)
  const descriptor = openSync(file, 'r')
  try {
    const length = readSync(descriptor, header, 0, 100, 0)
    if (length < 100) throw damaged(file, `it has ${length} bytes and is no database`)
    if (header.toString('latin1', 0, 16) !== magic) throw damaged(file, 'it does not start as a SQLite database does')
    return header.readUInt32BE(60)
  } finally {
    closeSync(descriptor)
  }
}
