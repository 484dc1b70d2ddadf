// Makes TensorFlow native where it can be had, once, and remembers what came of it.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { alone } from '../lock.mjs'
import { capture, nodeBinary, say, tail } from '../node.mjs'
import { byOwnScript } from './own-script.mjs'
import { bindingPath, keptPath, nativePlace, putNative, readStamp, removeNative, writeStamp } from './place.mjs'
import { reasonIn } from './watched.mjs'
import { byWheel } from './wheel.mjs'
import { inWorkFolder } from './work-folder.mjs'

const ways = [
  { name: 'its own download', make: byOwnScript },
  { name: 'the wheel', make: byWheel },
]

/** Native TensorFlow where this machine can have it; `again` also tries where it failed before. */
export async function makeNative({ again = false, place = nativePlace(), ...parts } = {}) {
  if (process.env.NADIR_NATIVE === 'off' || !existsSync(place.pkg)) return
  if (readStamp(place.pkg) && !again) return
  await alone(async () => {
    if (readStamp(place.pkg) && !again) return
    const made = await installNative(place, parts)
    if (again && made.native) say(`TensorFlow ${made.version} is native.`)
  })
}

/**
 * Takes what is there, else what this user has kept, else makes it one way after the other; whatever is taken has
 * trained a step first. Leaves a stamp with the outcome and returns it. The parts are parameters for the tests.
 */
export async function installNative(place, { by = ways, attempt = tryNative, tell = say } = {}) {
  const { pkg } = place
  const stamp = (found) => (writeStamp(pkg, found), found)
  const taken = existsSync(bindingPath(pkg)) ? await attempt(pkg) : undefined
  if (taken?.version) return stamp({ native: true, version: taken.version })
  const kept = keptPath(place)
  if (existsSync(kept)) {
    const { version } = await put(kept, pkg, attempt)
    if (version) return stamp({ native: true, version })
    rmSync(kept, { recursive: true, force: true })
  }
  const reasons = []
  removeNative(pkg)
  tell('Making TensorFlow native: about 214 MB to download, once for this account.')
  for (const { name, make } of by) {
    const { version, why } = await makeOne(place, make, attempt)
    if (version) return stamp({ native: true, version })
    reasons.push(`${name}: ${why}`)
  }
  const why = reasons.join('; ')
  tell(`Nadir computes with WebAssembly here, native TensorFlow cannot be had (${why}). To try again: npm run setup -- --native`)
  return stamp({ native: false, why })
}

/** One way: made in a work folder, put into the package, tried, and only then kept. */
function makeOne(place, make, attempt) {
  const { pkg, cache } = place
  return inWorkFolder(cache, async (work) => {
    try {
      const made = join(work, 'made')
      mkdirSync(made)
      const { why } = await make({ pkg, work, made })
      const tried = why ? { why } : await put(made, pkg, attempt)
      if (tried.version) keep(made, keptPath(place))
      return tried
    } catch (error) {
      // A full disk, say: whatever it is, WebAssembly computes too.
      return { why: error.message }
    }
  })
}

function keep(made, path) {
  try {
    renameSync(made, path)
  } catch (error) {
    // Another checkout was first.
    if (!existsSync(path)) throw error
  }
}

/** Finished parts in the package, where they run; where they do not, none. */
async function put(parts, pkg, attempt) {
  putNative(parts, pkg)
  const tried = await attempt(pkg)
  if (!tried.version) removeNative(pkg)
  return tried
}

/** `{ version }` of the native library that the package loads and trains with, or `{ why }` it does not. */
async function tryNative(pkg) {
  const { code, output } = await capture(nodeBinary(), [join(import.meta.dirname, 'try.mjs'), pkg])
  const version = /\{"version":"([^"]+)"\}$/.exec(output)?.[1]
  if (code === 0 && version) return { version }
  const signal = Object.entries(constants.signals).find(([, number]) => code === 128 + number)?.[0]
  return { why: `it does not run here: ${signal ?? reasonIn(output) ?? tail(output, 1)}` }
}
