import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parseModel } from '../../../src/main/engine/network/model-file'
import { createWorkerHost, type WorkerHost } from '../../../src/main/worker/host'
import type { MeasureJob } from '../../../src/main/worker/protocol'
import { builtEntry, mnistFolder, shippedModels } from '../../support/built'
import { usableBackends } from '../../support/backends'

const folder = join(shippedModels, 'lenet-w4a4')
const model = parseModel(readFileSync(join(folder, 'model.json'), 'utf8'), readFileSync(join(folder, 'weights.bin')), folder)
const job: MeasureJob = { id: 'measurement', model, dataset: { id: 'mnist', folder: mnistFolder } }

function open(backend: string): WorkerHost {
  const host = createWorkerHost({ conductor: builtEntry('worker'), shard: builtEntry('shard'), workers: 2, backend })
  onTestFinished(() => host.close())
  return host
}

describe.each((await usableBackends()).filter((name) => name !== 'cpu'))('the measurement on %s', (backend) => {
  it('finds how many images a second each loop takes, and training to be the slower part', async () => {
    const speeds = await open(backend).measure(job).finished
    expect(Object.keys(speeds).sort()).toEqual(['evaluate', 'gradient', 'montecarlo', 'train'])
    for (const speed of Object.values(speeds)) expect(speed).toBeGreaterThan(10)
    expect(speeds.evaluate).toBeGreaterThan(speeds.train)
  })

  it('ends when it is cancelled, and the compute side goes on', async () => {
    const host = open(backend)
    await host.ready()
    const measuring = host.measure(job)
    const ended = measuring.finished.then(
      () => 'measured',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    measuring.cancel()
    expect(await ended).toBe('cancelled')
    expect((await host.measure(job).finished).evaluate).toBeGreaterThan(0)
  })
})
