import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onTestFinished } from 'vitest'

const root = resolve(import.meta.dirname, '..', '..', '..')

/** The built parts that a user starts. */
export const built = { cli: join(root, 'out', 'main', 'cli.js'), window: join(root, 'out', 'main', 'index.js') }
if (!existsSync(built.cli)) throw new Error('These tests drive the built application: run `npm run build` first.')

/** What the tests may drive here; `why` says what is missing. */
export const chromium = {
  path: process.env['NADIR_TEST_CHROMIUM'],
  why: process.env['NADIR_TEST_CHROMIUM_WHY'] ?? 'NADIR_TEST_CHROMIUM is not set',
}
export const electron = {
  path: process.env['NADIR_TEST_ELECTRON'],
  why: process.env['NADIR_TEST_ELECTRON_WHY'] ?? 'NADIR_TEST_ELECTRON is not set',
}

/** Has something done when a test, or a whole file, is over. */
export type OnEnd = (work: () => Promise<void> | void) => void

/** An empty data folder, gone after the test. */
export function dataFolder(onEnd: OnEnd = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'nadir-e2e-'))
  onEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 }))
  return folder
}

/** Fields of a sweep that is quick, and whose points take long enough to be seen coming. */
export const small = { 'data.score.images': 500, 'data.attack.images': 250, 'sampling.draws': 3 }

/** The small sweep as arguments of the command line. */
export const smallSweep = (steps: number): string[] => [
  ...Object.entries(small).flatMap(([name, value]) => ['--set', `${name}=${value}`]),
  '--axis',
  `device.threshold=0.005:0.04:${steps}`,
]
