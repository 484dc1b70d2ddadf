import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { at, capture, commandOf, nodeBinary, nodeEnvironment, readJson, say } from './node.mjs'

const inside = { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[process.platform] ?? 'electron'

/** The Electron that is already on this machine: `{ path }`, or `{}`. */
export function installedElectron() {
  const dist = at('node_modules', 'electron', 'dist')
  const path = join(dist, inside)
  if (!existsSync(path) || !existsSync(join(dist, 'version'))) return {}
  const { version } = readJson(at('node_modules', 'electron', 'package.json'))
  return readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') === version ? { path } : {}
}

/** Electron's program, fetched once where it is not there: `{ path }`, or `{ why }` it cannot be had. */
export async function fetchElectron() {
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH
  if (given) {
    const path = join(given, inside)
    return existsSync(path) ? { path } : { why: `ELECTRON_OVERRIDE_DIST_PATH holds no ${inside}.` }
  }
  const there = installedElectron()
  if (there.path) return there
  const { version } = readJson(at('node_modules', 'electron', 'package.json'))
  // Where there is no network it fails at once, and the reason alone is worth a line.
  const soon = setTimeout(() => say(`Fetching Electron ${version}, once.`), 3000)
  const { code, output } = await capture(nodeBinary(), [commandOf('electron', 'install-electron')], { env: nodeEnvironment() })
  clearTimeout(soon)
  const fetched = installedElectron()
  if (code === 0 && fetched.path) return fetched
  const reason = /^\w*Error: (.+)$/m.exec(output)?.[1] ?? `code ${code}`
  return { why: `Electron ${version} could not be fetched (${reason}).` }
}
