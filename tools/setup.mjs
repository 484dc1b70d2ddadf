// Makes what is missing and nothing else: the packages, native TensorFlow where it can be had, then the build.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { fetchElectron } from './electron.mjs'
import { alone } from './lock.mjs'
import { makeNative } from './native/native.mjs'
import { SetupError, at, capture, commandOf, main, nodeBinary, nodeEnvironment, npm, readJson, root, say, tail } from './node.mjs'

const packagesStamp = at('node_modules', '.nadir-lockfile')
const buildStamp = at('out', '.sources')
const built = ['main/index.js', 'main/cli.js', 'main/worker.js', 'main/shard.js', 'preload/index.cjs', 'renderer/index.html']

const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined)
const lockfileHash = () =>
  createHash('sha256')
    .update(readFileSync(at('package-lock.json')))
    .digest('hex')

/** Why `npm ci` is needed, or nothing. */
export function packagesMissing() {
  if (!existsSync(at('node_modules'))) return 'they are not there yet'
  const stamp = read(packagesStamp)
  if (stamp === lockfileHash()) return undefined
  // Packages installed by hand are as good, where npm's own record says that they are the locked ones.
  if (stamp === undefined && installedAsLocked()) return void writeFileSync(packagesStamp, lockfileHash())
  return stamp === undefined ? 'they are not the locked ones' : 'package-lock.json has changed'
}

function installedAsLocked() {
  const record = read(at('node_modules', '.package-lock.json'))
  if (record === undefined) return false
  const installed = JSON.parse(record).packages
  return Object.entries(readJson(at('package-lock.json')).packages).every(([path, locked]) => {
    if (!path.startsWith('node_modules/')) return true
    const found = installed[path]
    return found ? found.version === locked.version && found.integrity === locked.integrity : locked.optional === true
  })
}

export async function installPackages() {
  if (!packagesMissing()) return
  await alone(async () => {
    const why = packagesMissing()
    if (!why) return
    if (process.platform === 'win32' && process.execPath.startsWith(at('node_modules'))) {
      throw new SetupError(`The packages must be installed (${why}), but they hold the Node now running. Run "npm ci", then try again.`)
    }
    say(`Installing the packages, about a minute (${why}).`)
    const { code, output } = await npm(['ci', '--no-audit', '--no-fund'])
    if (code !== 0) {
      throw new SetupError(
        `${tail(output)}\n"npm ci" failed with code ${code}. It needs a connection to an npm registry once; then run this again.`,
      )
    }
    writeFileSync(packagesStamp, lockfileHash())
  })
}

/** Every file below a folder, or the file itself, in one fixed order. */
function files(path) {
  if (!existsSync(path)) return []
  try {
    return readdirSync(path, { withFileTypes: true })
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .flatMap((entry) => (entry.isDirectory() ? files(join(path, entry.name)) : [join(path, entry.name)]))
  } catch (error) {
    if (error.code === 'ENOTDIR') return [path]
    throw error
  }
}

/** One hash over everything that the build is made from. */
export function sourcesHash() {
  const hash = createHash('sha256')
  for (const file of ['src', 'resources', 'electron.vite.config.ts', 'package-lock.json'].flatMap((path) => files(at(path)))) {
    hash
      .update(`${relative(root, file).split(sep).join('/')}\0`)
      .update(readFileSync(file))
      .update('\0')
  }
  return hash.digest('hex')
}

/** Why the build is needed, or nothing. */
export function buildMissing() {
  const stamp = read(buildStamp)
  if (stamp === undefined) return 'there is none yet'
  const lost = built.find((file) => !existsSync(at('out', file)))
  if (lost) return `out/${lost} is not there`
  return stamp === sourcesHash() ? undefined : 'the sources have changed'
}

export async function build({ force = false } = {}) {
  const needed = () => (force ? 'asked for' : buildMissing())
  if (!needed()) return
  await alone(async () => {
    const why = needed()
    if (!why) return
    say(`Building (${why}).`)
    const hash = sourcesHash()
    forgetBuild()
    const { code, output } = await capture(nodeBinary(), [commandOf('electron-vite'), 'build'], {
      env: nodeEnvironment({ NODE_ENV: 'production' }),
    })
    if (code !== 0) throw new SetupError(`${tail(output)}\nThe build failed with code ${code}. Mend what it names, then run this again.`)
    mkdirSync(at('out'), { recursive: true })
    writeFileSync(buildStamp, hash)
  })
}

/** The next set-up builds again: what is in out/ is no longer known to be ours. */
export const forgetBuild = () => rmSync(buildStamp, { force: true })

export async function setUp() {
  await installPackages()
  await makeNative()
  await build()
}

/** `--native` tries for native TensorFlow again; `--rebuild` builds in any case; `--dev` prepares for `electron-vite dev`, which writes over out/. */
async function fromTerminal(args) {
  await installPackages()
  await makeNative({ again: args.includes('--native') })
  if (args.includes('--dev')) {
    forgetBuild()
    const { why } = await fetchElectron()
    if (why) throw new SetupError(why)
  } else await build({ force: args.includes('--rebuild') })
}

if (process.argv[1] && import.meta.filename === realpathSync(process.argv[1])) await main(() => fromTerminal(process.argv.slice(2)))
