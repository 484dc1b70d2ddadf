// Where native TensorFlow goes, and where what was fetched is kept: built-ins only, since set-up runs before the packages.
import {
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { at, readJson } from '../node.mjs'

/** Raised when what is made changes, so that an older one is not taken for it. */
const recipe = 1
const parts = ['deps', 'lib']

/** The installed package, and a folder of this user's where native parts outlive `npm ci`, which wipes node_modules. */
export const nativePlace = () => ({ pkg: at('node_modules', '@tensorflow', 'tfjs-node'), cache: cacheFolder() })

function cacheFolder() {
  const mine = { darwin: join(homedir(), 'Library', 'Caches'), win32: process.env.LOCALAPPDATA }[process.platform]
  const folder = join(process.env.XDG_CACHE_HOME || mine || join(homedir(), '.cache'), 'nadir')
  try {
    mkdirSync(folder, { recursive: true })
    return folder
  } catch {
    return at('node_modules', '.cache', 'nadir')
  }
}

/** Finished native parts, shared by this user's checkouts: whole, since they are put there by one rename. */
export const keptPath = ({ pkg, cache }) =>
  join(cache, `tfjs-node-${readJson(join(pkg, 'package.json')).version}-${process.platform}-${process.arch}-${recipe}`)

/** The folder of the binding inside the package: every Node that runs Nadir takes the newest one the package knows. */
export const bindingFolder = (pkg) => `napi-v${Math.max(...readJson(join(pkg, 'package.json')).binary.napi_versions)}`
export const bindingPath = (pkg) => join(pkg, 'lib', bindingFolder(pkg), 'tfjs_binding.node')

// Inside the package: new packages come without it, and the application reads beside the package why it is not native.
const stampPath = (pkg) => join(pkg, 'nadir-native.json')

/** What set-up found out: `{ native: true, version }` or `{ native: false, why }`; nothing where it has not tried. */
export function readStamp(pkg) {
  const stamp = existsSync(stampPath(pkg)) ? readJson(stampPath(pkg)) : undefined
  // Something took the binding away: what the stamp says no longer holds.
  return stamp?.native === true && !existsSync(bindingPath(pkg)) ? undefined : stamp
}

export function writeStamp(pkg, stamp) {
  const beside = `${stampPath(pkg)}.${process.pid}`
  writeFileSync(beside, `${JSON.stringify(stamp)}\n`)
  renameSync(beside, stampPath(pkg))
}

/** The binding goes first: without it nothing loads the rest. */
export function removeNative(pkg) {
  for (const part of parts.toReversed()) rmSync(join(pkg, part), { recursive: true, force: true })
}

/** Puts finished parts into the package: beside at first, then by renames, the binding last. */
export function putNative(from, pkg) {
  const beside = join(pkg, 'nadir-native')
  rmSync(beside, { recursive: true, force: true })
  linkTree(from, beside)
  removeNative(pkg)
  for (const part of parts) renameSync(join(beside, part), join(pkg, part))
  rmSync(beside, { recursive: true, force: true })
}

/** Hard links where the file system has them, so that several checkouts hold the 440 MB once; copies elsewhere. */
function linkTree(from, to) {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkTree(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkFile(source, target)
  }
}

function linkFile(source, target) {
  try {
    linkSync(source, target)
  } catch {
    copyFileSync(source, target, constants.COPYFILE_FICLONE)
  }
}
