import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { attackFields } from '../../../src/main/engine/registry'
import { parseModel } from '../../../src/main/engine/network/model-file'
import { createWorkerHost, type WorkerHost } from '../../../src/main/worker/host'
import type { RunEvent, RunJob } from '../../../src/main/worker/protocol'
import { parseSpec } from '../../../src/shared/parse-spec'
import { createFieldTable, expandSpec } from '../../../src/shared/spec'
import { builtEntry, mnistFolder, shippedModels } from '../../support/built'
import ideal from '../../../src/main/engine/device/presets/ideal'

const folder = mkdtempSync(join(tmpdir(), 'nadir-frail-'))
const order = join(folder, 'order')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const model = parseModel(
  readFileSync(join(shippedModels, 'lenet-w4a4', 'model.json'), 'utf8'),
  readFileSync(join(shippedModels, 'lenet-w4a4', 'weights.bin')),
  'lenet-w4a4',
)

function job(id: string): RunJob {
  const spec = parseSpec(createFieldTable(attackFields()), {
    'device.threshold': [0.01, 0.03],
    'data.score.images': 300,
    'data.attack.images': 300,
    'sampling.draws': 2,
    'attack.method': 'pgd',
    'attack.steps': 2,
  })
  const points = expandSpec(spec).map(({ design }, index) => ({ id: `p-${index}`, index, design }))
  return { id, points, models: { 'lenet-w4a4': model }, datasets: { mnist: { id: 'mnist', folder: mnistFolder } }, technologies: { ideal } }
}

function frailHost(workers: number): WorkerHost {
  const shard = pathToFileURL(join(import.meta.dirname, '../../support/frail-shard.mjs'))
  // Threads inherit the environment of the thread that starts them.
  process.env['FRAIL_ENTRY'] = builtEntry('shard').href
  process.env['FRAIL_ORDER'] = order
  return createWorkerHost({ conductor: builtEntry('worker'), shard, workers, backend: 'wasm' })
}

async function results(host: WorkerHost, id: string): Promise<{ found: [string, number][]; failed: string[]; log: string[] }> {
  const events: RunEvent[] = []
  await host.run(job(id), (event) => events.push(event)).finished
  return {
    found: events.flatMap((event): [string, number][] => (event.kind === 'point' ? [[event.id, event.result.worstOwn]] : [])),
    failed: events.flatMap((event) => (event.kind === 'point-failed' ? [`${event.id} ${event.error.code}`] : [])),
    log: events.flatMap((event) => (event.kind === 'log' ? [event.line] : [])),
  }
}

/** Milliseconds from cancel to the end of a job, some time after its start. */
async function cancelAfter(host: WorkerHost, wait: number): Promise<number> {
  const handle = host.run(job('cancelled'), () => undefined)
  const ended = expect(handle.finished).rejects.toMatchObject({ code: 'cancelled' })
  await new Promise((resolve) => setTimeout(resolve, wait))
  const asked = performance.now()
  handle.cancel()
  await ended
  return performance.now() - asked
}

describe('a pool whose threads die', () => {
  it('computes a point anew with the same numbers, and fails one that fails twice without the others', async () => {
    const host = frailHost(1)
    try {
      const well = await results(host, 'well')
      expect(well).toMatchObject({ failed: [], log: [] })
      for (const way of ['exit', 'throw']) {
        writeFileSync(order, `${way} 1`)
        const once = await results(host, `${way} once`)
        expect(once.found).toEqual(well.found)
        expect(once.log).toEqual([expect.stringMatching(/^p-0 begins again: A compute thread failed/)])
      }
      writeFileSync(order, 'exit 2')
      const twice = await results(host, 'twice')
      expect(twice.failed).toEqual(['p-0 worker-died'])
      expect(twice.found).toEqual(well.found.slice(1))
      expect(twice.log.at(-1)).toMatch(/^p-0 failed: A compute thread failed/)
      expect((await results(host, 'after')).found).toEqual(well.found)
    } finally {
      await host.close()
    }
  })

  it('lets go within a second of cancel, in the middle of a shard and while a thread is replaced, and works on', async () => {
    const host = frailHost(2)
    try {
      const well = await results(host, 'well')
      writeFileSync(order, 'block 2')
      expect(await cancelAfter(host, 2000)).toBeLessThan(1000)
      writeFileSync(order, 'exit 1000')
      expect(await cancelAfter(host, 400)).toBeLessThan(1000)
      rmSync(order, { force: true })
      expect((await results(host, 'after')).found).toEqual(well.found)
    } finally {
      await host.close()
    }
  })
})

describe('a conductor that dies', () => {
  it('ends its run with worker-died, and the next run has a new one', async () => {
    const deadly = join(folder, 'conductor')
    process.env['FRAIL_CONDUCTOR'] = deadly
    process.env['FRAIL_CONDUCTOR_ENTRY'] = builtEntry('worker').href
    const conductor = pathToFileURL(join(import.meta.dirname, '../../support/frail-conductor.mjs'))
    const host = createWorkerHost({ conductor, shard: builtEntry('shard'), workers: 1, backend: 'wasm' })
    try {
      const well = await results(host, 'well')
      const events: RunEvent[] = []
      const handle = host.run(job('struck'), (event) => events.push(event))
      writeFileSync(deadly, '')
      await expect(handle.finished).rejects.toMatchObject({ code: 'worker-died', hint: 'Resume the run: finished points are kept.' })
      expect((await results(host, 'after')).found).toEqual(well.found)
    } finally {
      await host.close()
    }
  })
})
