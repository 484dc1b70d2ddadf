import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { deviceFile, type DeviceFile } from '../../shared/device'
import { NadirError, type ErrorDocument } from '../../shared/errors'
import { issuesText } from '../../shared/issues'
import { entries, sweepUnfinished, unfinishedPlace } from './unfinished'

/** The user's own device technologies: edited copies and imported ones, one JSON file each in the data folder. */
export interface DeviceStore {
  /** Those that can be read, by name, and the files that cannot. */
  list(): { devices: { id: string; file: DeviceFile }[]; damaged: { file: string; error: ErrorDocument }[] }
  /** Nothing where there is no such device. Throws data-damaged naming the file. */
  read(id: string): DeviceFile | undefined
  /** Throws name-taken for a shipped name, and for one of the user's own unless `replace`. */
  checkFree(id: string, replace: boolean): void
  /** Writes the file whole or not at all. Throws as `checkFree`. */
  write(id: string, file: DeviceFile, replace: boolean): void
  /** Throws unknown-method where there is no such device of the user's. */
  remove(id: string): void
}

const named = /^([a-z0-9][a-z0-9-]{0,63})\.json$/

export function createDeviceStore({ dir, shipped }: { dir: string; shipped: readonly string[] }): DeviceStore {
  const folder = join(dir, 'devices')
  const place = (id: string): string => join(folder, `${id}.json`)
  sweepUnfinished(folder)

  const ids = (): string[] => entries(folder).flatMap((name) => named.exec(name)?.[1] ?? [])

  function checkFree(id: string, replace: boolean): void {
    if (shipped.includes(id)) throw taken(id, 'a shipped technology')
    if (!replace && ids().includes(id)) throw taken(id, 'a device of yours')
  }

  return {
    checkFree,
    list() {
      const devices: { id: string; file: DeviceFile }[] = []
      const damaged: { file: string; error: ErrorDocument }[] = []
      for (const id of ids()) {
        try {
          // A later version of Nadir may ship what a user has named so.
          if (shipped.includes(id)) throw taken(id, 'a shipped technology')
          devices.push({ id, file: parse(place(id)) })
        } catch (error) {
          damaged.push({ file: place(id), error: NadirError.from(error).toDocument() })
        }
      }
      return { devices, damaged }
    },
    read: (id) => (ids().includes(id) && !shipped.includes(id) ? parse(place(id)) : undefined),
    write(id, file, replace) {
      checkFree(id, replace)
      const part = unfinishedPlace(folder, id)
      try {
        mkdirSync(folder, { recursive: true })
        writeFileSync(part, `${JSON.stringify(file, undefined, 2)}\n`, { flush: true })
        renameSync(part, place(id))
      } finally {
        rmSync(part, { force: true })
      }
    },
    remove(id) {
      if (!ids().includes(id))
        throw new NadirError('unknown-method', `There is no device ${id} of yours.`, {
          hint: shipped.includes(id)
            ? 'Shipped technologies stay; a copy can be edited.'
            : `Yours are ${ids().join(', ') || 'none so far'}.`,
        })
      rmSync(place(id))
    },
  }
}

/** Throws data-damaged. */
function parse(path: string): DeviceFile {
  let document: unknown
  try {
    document = JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw damaged(path, cause instanceof Error ? cause.message : String(cause), cause)
  }
  const parsed = deviceFile.safeParse(document)
  if (!parsed.success) throw damaged(path, issuesText(parsed.error))
  return parsed.data
}

function damaged(path: string, what: string, cause?: unknown): NadirError {
  return new NadirError('data-damaged', `${path} is no device: ${what}.`, {
    hint: `Put back a copy, or take it away with \`nadir devices remove ${basename(path, '.json')}\`.`,
    cause,
  })
}

function taken(id: string, by: string): NadirError {
  return new NadirError('name-taken', `${id} is the name of ${by} already.`, { hint: 'Choose another name.' })
}
