// Linux x64, where the package's own download is out of reach: libtensorflow out of TensorFlow's Python wheel, through
// pip, and the package's binding compiled against it.
import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { capture, tail } from '../node.mjs'
import { bindingFolder } from './place.mjs'
import { watched } from './watched.mjs'

const version = '2.16.2'
const sha256 = '58f4f8e3a3304110b9d3d24d3b1f73e690f9b5bf88738b88d2f1e63ba337fb8c'
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']
const header = /^tensorflow\/include\/((?:tensorflow\/(?:c|core\/platform)|tsl|xla\/tsl)\/.*\.h)$/
const compiler = process.env.CXX ?? 'g++'
const python = 'python3'

/** Gives `{ why }`, or nothing when `made` holds the finished parts. */
export async function byWheel({ pkg, work, made, run = watched }) {
  const lacking = await lackingHere()
  if (lacking) return { why: lacking }
  const { wheel, why } = await download(work, run)
  if (why) return { why }
  const found = await hashOf(wheel)
  if (found !== sha256) return { why: `the wheel is not the one expected, its SHA-256 is ${found}` }
  const include = join(work, 'include')
  await unpack(wheel, (path) => {
    const name = basename(path)
    if (libraries.includes(name)) return join(made, 'deps', 'lib', name)
    const inside = header.exec(path)?.[1]
    return inside && join(include, inside)
  })
  return compile({ pkg, work, made, include })
}

async function lackingHere() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'elsewhere than on Linux x64 there is no other way'
  process.report.excludeNetwork = true
  if (process.report.getReport().header.glibcVersionRuntime === undefined) return 'this Linux has no glibc'
  if ((await capture(python, ['-m', 'pip', '--version'])).code !== 0) return 'Python has no pip here'
  if ((await capture(compiler, ['--version'])).code !== 0) return `there is no ${compiler}`
  return undefined
}

/** 214 MB, the same file whichever Python asks. pip's temporary files lie in the work folder, where they are seen to grow. */
async function download(work, run) {
  const to = join(work, 'wheel')
  const temporary = join(work, 'temporary')
  mkdirSync(temporary)
  const exact = ['--no-deps', '--only-binary=:all:', '--python-version', '3.10', '--platform', 'manylinux2014_x86_64']
  const quick = ['--quiet', '--no-cache-dir', '--disable-pip-version-check', '--no-input', '--timeout', '15', '--retries', '1']
  const args = ['-m', 'pip', 'download', ...quick, ...exact, '-d', to, `tensorflow-cpu==${version}`]
  const { code, output, stopped } = await run(python, args, { env: { ...process.env, TMPDIR: temporary }, folder: work })
  if (stopped) return { why: `pip: ${stopped}` }
  if (code !== 0) return { why: `pip: ${/connection broken by '(.+)':/.exec(output)?.[1] ?? (tail(output, 1) || `code ${code}`)}` }
  return { wheel: join(to, readdirSync(to)[0]) }
}

async function hashOf(file) {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}

/** Writes the entries that `placeOf` gives a path to. */
async function unpack(wheel, placeOf) {
  const { openPromise } = await import('yauzl')
  const zip = await openPromise(wheel)
  try {
    for await (const entry of zip.eachEntry()) {
      const to = placeOf(entry.fileName)
      if (!to) continue
      mkdirSync(dirname(to), { recursive: true })
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(to))
    }
  } finally {
    zip.close()
  }
}

async function compile({ pkg, work, made, include }) {
  const binding = join(pkg, 'binding')
  // Its one mutable static is made one a thread, since several workers load it.
  const [shared, own] = [
    'static std::set<std::string> ATTR_NAME_SET;',
    'static thread_local std::set<std::string> &ATTR_NAME_SET = *new std::set<std::string>();',
  ]
  const source = readFileSync(join(binding, 'tfjs_backend.cc'), 'utf8')
  if (!source.includes(shared)) return { why: 'the binding is not the one that the recipe knows' }
  const patched = join(work, 'tfjs_backend.cc')
  writeFileSync(patched, source.replace(shared, own))
  const { include_dir: nodeApi } = createRequire(import.meta.url)('node-api-headers')
  const folder = join(made, 'lib', bindingFolder(pkg))
  mkdirSync(folder, { recursive: true })
  const flags = [
    '-std=c++17',
    '-O2',
    '-fPIC',
    '-shared',
    '-DNAPI_VERSION=8',
    ...[nodeApi, include, binding].flatMap((path) => ['-I', path]),
  ]
  const link = ['-L', join(made, 'deps', 'lib'), ...libraries.map((name) => `-l:${name}`), '-Wl,-rpath,$ORIGIN/../../deps/lib']
  const args = [...flags, patched, join(binding, 'tfjs_binding.cc'), ...link, '-o', join(folder, 'tfjs_binding.node')]
  const { code, output } = await capture(compiler, args)
  if (code !== 0) return { why: `${compiler}: ${/error: (.+)/.exec(output)?.[1] ?? tail(output, 1)}` }
  // 608 MB become 437; where there is no strip they stay as they are. What is stripped is tried before it is taken.
  await capture('strip', ['--strip-unneeded', ...libraries.map((name) => join(made, 'deps', 'lib', name))])
  return {}
}
