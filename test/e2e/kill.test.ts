import { setTimeout as wait } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { SavedRunDocument } from '../../src/main/cli/terminal/run-document'
import { philox, toUnit } from '../../src/shared/rng'
import { dataFolder, smallSweep } from './support/built'
import { runOf, savedRun, start } from './support/command-line'

const kills = 5
const sweep = ['explore', ...smallSweep(20), '--set', 'attack.steps=5']

/** What a run found, without how long it took. */
function numbers({ spec, backend, points }: SavedRunDocument): unknown {
  return { spec, backend, points: points.map((point) => ({ ...point, seconds: 0 })) }
}

/** A number from 0 to 1 that follows from a seed and an index. */
function share(seed: number, index: number): number {
  const words = new Uint32Array(4)
  philox(words, seed, 0, index, 0, 0, 0)
  return toUnit(words[0] ?? 0)
}

interface Lane {
  seed: number
  /** The most that a process may get before it is killed: too little for all of them together to finish. Seconds. */
  life: number
  args: string[]
}

/** Kills a sweep, and each process that resumes it, without warning; then lets the last one finish it. */
async function killedSweep({ seed, life, args }: Lane): Promise<SavedRunDocument> {
  const folder = dataFolder()
  for (let kill = 0; kill < kills; kill++) {
    const { child, ended } = start([...(kill === 0 ? sweep : ['resume', 'r-00001']), '--db', folder, ...args])
    // A sweep exists from its first line on; one that is resumed computes again once the hold of the dead process has lapsed.
    await heard(child, kill === 0 ? /r-00001/ : /\d %/)
    const moment = Math.round(1000 * life * share(seed, kill))
    await wait(moment)
    child.kill('SIGKILL')
    const { signal, stdout, stderr } = await ended
    expect(signal, `${stdout}${stderr}`).toBe('SIGKILL')
    const done = [...stderr.matchAll(/(\d+) of 20 points/g)].at(-1)?.[1] ?? 0
    process.stdout.write(`NADIR_TEST_SEED=${seed}: killed after ${moment} ms, ${done} points were done\n`)
  }
  await runOf('resume', 'r-00001', '--db', folder, '--quiet')
  return savedRun('r-00001', folder)
}

function heard(child: ReturnType<typeof start>['child'], words: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stderr?.on('data', (chunk: string) => {
      text += chunk
      if (words.test(text)) resolve()
    })
    child.on('close', (code) => reject(new Error(`ended with ${code} before it was killed: ${text}`)))
  })
}

test('a sweep killed at ten random moments and resumed ends with exactly the numbers of an undisturbed one', async () => {
  const seed = Number(process.env['NADIR_TEST_SEED'] ?? Date.now() % 1_000_000)
  const calm = dataFolder()
  await runOf(...sweep, '--db', calm, '--quiet')
  const undisturbed = await savedRun('r-00001', calm)
  expect(undisturbed.points).toHaveLength(20)
  // A second of each life goes to starting again.
  const life = 1 + undisturbed.seconds / kills
  // Two sweeps at once, since each kill is followed by a wait; the numbers are the same on any number of workers.
  const lanes = [
    { seed, life, args: [] },
    { seed: seed + 1, life, args: ['--workers', '1'] },
  ]
  const disturbed = await Promise.all(lanes.map(killedSweep))
  for (const run of disturbed) expect(numbers(run)).toEqual(numbers(undisturbed))
}, 400_000)
