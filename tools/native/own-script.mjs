import { cpSync, existsSync, renameSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { at, nodeBinary, nodeEnvironment } from '../node.mjs'
import { bindingFolder } from './place.mjs'
import { reasonIn, watched } from './watched.mjs'

const notNeeded = ['deps', 'lib', 'dist', 'src', 'nadir-native.json']

/**
 * The package's own install script, run in a copy of the package: it clears and fills the folder it lies in, and may end
 * anywhere. Gives `{ why }`, or nothing when `made` holds the finished parts.
 */
export async function byOwnScript({ pkg, work, made, run = watched }) {
  const copy = join(work, 'package')
  cpSync(pkg, copy, { recursive: true, filter: (from) => !notNeeded.some((name) => from === join(pkg, name)) })
  const env = nodeEnvironment({ NODE_PATH: at('node_modules') })
  env.PATH = [join(copy, 'node_modules', '.bin'), env.PATH].join(delimiter)
  const { code, output, stopped } = await run(nodeBinary(), [join(copy, 'scripts', 'install.js')], { cwd: copy, env, folder: work })
  if (stopped) return { why: stopped }
  if (code !== 0 || !existsSync(join(copy, 'lib', bindingFolder(pkg), 'tfjs_binding.node'))) {
    return { why: reasonIn(output) ?? `code ${code}` }
  }
  for (const part of ['deps', 'lib']) renameSync(join(copy, part), join(made, part))
  return {}
}
