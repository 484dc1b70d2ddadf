import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import type { CornerInfo } from '../../shared/worst-case'
import { decode } from './json'
import type { Store } from './open'
import { pack, unpack } from './packed'

/** A corner with what it takes to replay it: its numbers of the unit box, and the design they were found in. */
export interface Corner {
  info: CornerInfo
  design: Design
  z: Float32Array
}

/** Worst chips found that are kept by name, whatever becomes of their run. */
export interface CornerStore {
  /** By name. */
  list(): CornerInfo[]
  /** Throws unknown-corner. */
  read(name: string): Corner
  /** Throws name-taken. */
  save(corner: Corner): void
  /** False where there was none. */
  remove(name: string): boolean
}

export function createCornerStore({ db }: Store): CornerStore {
  const list = db.prepare<[], { info: string }>('SELECT info FROM corners ORDER BY name')
  const read = db.prepare<[string], { info: string; design: string; z: Buffer }>('SELECT info, design, z FROM corners WHERE name = ?')
  const insert = db.prepare<[string, string, string, Buffer]>(
    'INSERT INTO corners (name, info, design, z) VALUES (?, ?, ?, ?) ON CONFLICT (name) DO NOTHING',
  )
  const remove = db.prepare<[string]>('DELETE FROM corners WHERE name = ?')
  const all = (): CornerInfo[] => list.all().map(({ info }) => decode<CornerInfo>(info))
  return {
    list: all,
    read(name) {
      const row = read.get(name)
      if (row !== undefined) return { info: decode<CornerInfo>(row.info), design: decode<Design>(row.design), z: unpack(row.z) }
      const names = all().map((corner) => corner.name)
      throw new NadirError('unknown-corner', `There is no corner ${name}.`, {
        hint: names.length === 0 ? 'Save one from a point of a run.' : `The corners are ${names.join(', ')}.`,
      })
    },
    save({ info, design, z }) {
      if (insert.run(info.name, JSON.stringify(info), JSON.stringify(design), pack(z)).changes === 0)
        throw new NadirError('name-taken', `${info.name} is the name of a corner already.`, {
          hint: 'Choose another name, or remove it first.',
        })
    },
    remove: (name) => remove.run(name).changes > 0,
  }
}
