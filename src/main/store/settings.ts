import type { Settings } from '../../shared/contract'
import { decode } from './json'
import type { Store } from './open'

const defaults: Settings = { accuracySpec: 90, theme: 'system' }
const userKey = 'user'

/** What the user set, and values by name that Nadir keeps for itself: measured speeds, what was there last. */
export interface SettingsStore {
  get(): Settings
  set(change: { [K in keyof Settings]?: Settings[K] | undefined }): Settings
  /** A value kept by `keep`, for the reader to judge. */
  kept(key: string): unknown
  keep(key: string, value: unknown): void
}

/** True for the row that holds the user's settings. */
export function isUserSettings(key: string): boolean {
  return key === userKey
}

export function createSettingsStore(store: Store): SettingsStore {
  const { db } = store
  const read = db.prepare<[string], { value: string }>('SELECT value FROM settings WHERE key = ?')
  const write = db.prepare<[string, string, number, string]>(
    `INSERT INTO settings (key, value, revision, writer) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value, revision = excluded.revision, writer = excluded.writer`,
  )
  function kept(key: string): unknown {
    const row = read.get(key)
    return row === undefined ? undefined : decode<unknown>(row.value)
  }
  const get = (): Settings => ({ ...defaults, ...decode<Partial<Settings>>(read.get(userKey)?.value ?? '{}') })
  const put = (key: string, value: unknown): void =>
    store.write(({ revision, writer }) => void write.run(key, JSON.stringify(value), revision, writer))
  return {
    get,
    set: (change) =>
      store.write(() => {
        const said = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
        put(userKey, { ...get(), ...said })
        return get()
      }),
    kept,
    keep: put,
  }
}
