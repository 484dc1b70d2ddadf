import Database from 'better-sqlite3'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { asStoreError } from '../../../src/main/store/errors'
import { openStore } from '../../../src/main/store/open'
import { migrate, versionOf } from '../../../src/main/store/migrate'
import { migrations } from '../../../src/main/store/migrations'
import { NadirError } from '../../../src/shared/errors'
import { testFolder } from '../../support/core'

const newest = migrations.length

function refusal(action: () => unknown): NadirError {
  try {
    action()
  } catch (error) {
    return NadirError.from(error)
  }
  throw new Error('was not refused')
}

/** A database as an earlier Nadir left it. */
function writeVersion(dir: string, version: number, fill: (db: Database.Database) => void = () => undefined): string {
  const file = join(dir, 'nadir.sqlite')
  const db = new Database(file)
  migrate(db, file, migrations.slice(0, version))
  fill(db)
  db.close()
  return file
}

describe('opening a data folder', () => {
  it('makes the folder and brings an empty database to the newest version in WAL mode', () => {
    const dir = join(testFolder(), 'new', 'deeper')
    const store = openStore({ dir })
    expect(versionOf(store.db)).toBe(newest)
    expect(store.db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(store.db.pragma('foreign_keys', { simple: true })).toBe(1)
    store.close()
    expect(readdirSync(dir)).toEqual(['nadir.sqlite'])
  })

  it('counts every write of every process in one order', () => {
    const dir = testFolder()
    const [one, two] = [openStore({ dir, writer: 'one' }), openStore({ dir, writer: 'two' })]
    const stamps = [one, two, one].map((store) => store.write((stamp) => stamp))
    expect(stamps.map(({ revision, writer }) => [revision, writer])).toEqual([
      [1, 'one'],
      [2, 'two'],
      [3, 'one'],
    ])
    expect(() =>
      one.write(() => {
        throw new Error('undone')
      }),
    ).toThrow('undone')
    expect(two.write(({ revision }) => revision)).toBe(4)
    one.close()
    two.close()
  })

  it.each(migrations.map((_, index) => index).slice(1))('keeps a copy of a database of version %i and what it held', (version) => {
    const dir = testFolder()
    const file = writeVersion(dir, version, (db) =>
      db.exec(
        `INSERT INTO runs (name, state, created_at, updated_at, spec, points_total, revision, writer)
         VALUES ('kept', 'done', 1, 1, '{"fields":{},"axes":[]}', 1, 1, 'earlier')`,
      ),
    )
    const store = openStore({ dir })
    expect(versionOf(store.db)).toBe(newest)
    expect(store.db.prepare('SELECT name FROM runs').get()).toEqual({ name: 'kept' })
    store.close()
    const copy = new Database(`${file}.before-${String(version + 1).padStart(4, '0')}`, { readonly: true })
    expect(versionOf(copy)).toBe(version)
    expect(copy.prepare('SELECT name FROM runs').get()).toEqual({ name: 'kept' })
    copy.close()
  })

  it('keeps no copy of a database that is new or up to date', () => {
    const dir = testFolder()
    openStore({ dir }).close()
    openStore({ dir }).close()
    expect(readdirSync(dir)).toEqual(['nadir.sqlite'])
  })

  it('undoes a migration that fails half way and keeps the version before it', () => {
    const dir = testFolder()
    const file = join(dir, 'nadir.sqlite')
    writeVersion(dir, 1)
    const db = new Database(file)
    expect(() => migrate(db, file, [migrations[0] ?? '', 'CREATE TABLE half (x); CREATE TABLE half (x);'])).toThrow(/half/)
    expect(versionOf(db)).toBe(1)
    expect(db.prepare(`SELECT name FROM sqlite_master WHERE name = 'half'`).all()).toEqual([])
    db.close()
  })
})

describe('a folder that cannot be used', () => {
  it('refuses a database of a newer version and changes nothing', () => {
    const dir = testFolder()
    const file = writeVersion(dir, newest, (db) => db.pragma(`user_version = ${newest + 1}`))
    const before = readFileSync(file)
    const error = refusal(() => openStore({ dir }))
    expect(error.code).toBe('database-newer')
    expect(error.message).toContain(String(newest + 1))
    expect(error.hint).toContain('not changed')
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(readdirSync(dir)).toEqual(['nadir.sqlite'])
  })

  it('sees a newer version that is still in the log beside the file', () => {
    const dir = testFolder()
    openStore({ dir }).close()
    const newer = new Database(join(dir, 'nadir.sqlite'))
    newer.pragma(`user_version = ${newest + 7}`)
    expect(readFileSync(join(dir, 'nadir.sqlite')).readUInt32BE(60)).toBe(newest)
    expect(refusal(() => openStore({ dir })).code).toBe('database-newer')
    newer.close()
  })

  it.each([
    ['text', Buffer.from('not a database at all, however long it may be'.repeat(40))],
    ['a stump', Buffer.from('SQLite format 3\0')],
  ])('refuses %s in the place of the database and leaves it as it is', (_, content) => {
    const dir = testFolder()
    const file = join(dir, 'nadir.sqlite')
    writeFileSync(file, content)
    const error = refusal(() => openStore({ dir }))
    expect(error.code).toBe('database-damaged')
    expect(error.message).toContain(file)
    expect(readFileSync(file).equals(content)).toBe(true)
    expect(readdirSync(dir)).toEqual(['nadir.sqlite'])
  })

  it('refuses a folder in the place of the database', () => {
    const dir = testFolder()
    mkdirSync(join(dir, 'nadir.sqlite', 'inside'), { recursive: true })
    expect(refusal(() => openStore({ dir })).code).toBe('database-damaged')
    expect(existsSync(join(dir, 'nadir.sqlite', 'inside'))).toBe(true)
  })

  it('names damage that shows only when pages are read', () => {
    const dir = testFolder()
    const file = writeVersion(dir, 1)
    const bytes = readFileSync(file)
    bytes.fill(0xff, 100, 4096)
    writeFileSync(file, bytes)
    expect(refusal(() => openStore({ dir })).code).toBe('database-damaged')
  })

  it('refuses a file in the place of the folder, or above it', () => {
    const file = join(testFolder(), 'file')
    writeFileSync(file, 'kept')
    for (const dir of [file, join(file, 'below')]) {
      const error = refusal(() => openStore({ dir }))
      expect(error.code).toBe('folder-unwritable')
      expect(error.message).toContain(dir)
      expect(error.hint).toContain('--db')
    }
    expect(readFileSync(file, 'utf8')).toBe('kept')
  })

  it.skipIf(process.platform !== 'linux')('leaves nothing behind in a place where nothing can be made', () => {
    const error = refusal(() => openStore({ dir: '/proc/nadir/data' }))
    expect(error.code).toBe('folder-unwritable')
    expect(existsSync('/proc/nadir')).toBe(false)
  })

  it('says that a database that cannot be opened is in an unwritable place', () => {
    const dir = testFolder()
    symlinkSync(join(dir, 'missing', 'elsewhere.sqlite'), join(dir, 'nadir.sqlite'))
    expect(refusal(() => openStore({ dir })).code).toBe('folder-unwritable')
    expect(readdirSync(dir)).toEqual(['nadir.sqlite'])
  })

  it.each([
    ['SQLITE_FULL', 'disk-full'],
    ['SQLITE_IOERR_SHMSIZE', 'disk-full'],
    ['SQLITE_CORRUPT_INDEX', 'database-damaged'],
    ['SQLITE_READONLY_DIRECTORY', 'folder-unwritable'],
  ])('says what to do where SQLite answers %s: %s', (sqlite, code) => {
    const error = NadirError.from(asStoreError(new Database.SqliteError('so it is', sqlite), '/data/nadir.sqlite'))
    expect(error).toMatchObject({ code, hint: expect.any(String) as string })
  })
})
