import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp, type App } from '../../../src/main/app'
import type { RunDetail } from '../../../src/shared/results'
import { unwrap } from '../../../src/shared/reply'
import { builtEntry, shippedModels } from '../../support/built'
import { testFolder } from '../../support/core'

const apps: App[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

async function open(dir: string, workers: number): Promise<App> {
  const app = await createApp({
    dir,
    resources: join(shippedModels, '..'),
    conductor: builtEntry('worker'),
    shard: builtEntry('shard'),
    workers,
    backend: 'wasm',
  })
  apps.push(app)
  return app
}

/** Resolves when the run is over, or has so many points. */
function reached(app: App, id: string, points = Number.POSITIVE_INFINITY): Promise<void> {
  return new Promise((resolve) => {
    const stop = app.subscribe((message) => {
      if (message.event !== 'run.changed' || message.data.summary.id !== id) return
      const { state, pointsDone } = message.data.summary
      if (state !== 'done' && state !== 'failed' && pointsDone < points) return
      stop()
      resolve()
    })
  })
}

async function start(app: App): Promise<string> {
  const { id } = unwrap(
    await app.call('find.start', {
      spec: { 'data.score.images': 300, 'data.attack.images': 300, 'attack.steps': 5 },
      objectives: ['worst >= 90'],
      over: 'device.threshold',
      to: 0.02,
      tolerance: 0.05,
    }),
  )
  return id
}

const detail = async (app: App, id: string): Promise<RunDetail> => unwrap(await app.call('runs.get', { id }))
const findings = ({ answer, points }: RunDetail): unknown => ({
  answer,
  points: points.map(({ id, at, worst, result }) => ({ id, at, worst, own: result?.worstOwn })),
})

describe('a search on the compute side', { timeout: 120_000 }, () => {
  it('brackets the threshold, and ends with the same numbers when it is cut off and gone on with by other workers', async () => {
    const one = await open(testFolder(), 1)
    const id = await start(one)
    await reached(one, id)
    const whole = await detail(one, id)
    expect(whole).toMatchObject({ state: 'done', answer: { settled: true, atLeast: false } })
    const { passes, fails } = whole.answer ?? {}
    expect(passes?.measured['worst']).toBeGreaterThanOrEqual(90)
    expect(fails?.measured['worst']).toBeLessThan(90)
    expect((fails?.value ?? 1) / (passes?.value ?? 1)).toBeLessThanOrEqual(1.05)

    const dir = testFolder()
    const first = await open(dir, 2)
    await start(first)
    await reached(first, id, 6)
    await first.close()
    const second = await open(dir, 2)
    unwrap(await second.call('runs.resume', { id }))
    await reached(second, id)
    expect(findings(await detail(second, id))).toEqual(findings(whole))
  })
})
