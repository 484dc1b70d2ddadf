import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { attackFields } from '../../../src/main/engine/registry'
import { parseModel } from '../../../src/main/engine/network/model-file'
import { createWorkerHost } from '../../../src/main/worker/host'
import type { RunEvent, RunJob } from '../../../src/main/worker/protocol'
import type { ModelData } from '../../../src/shared/model'
import type { PointResult } from '../../../src/shared/results'
import { parseSpec } from '../../../src/shared/parse-spec'
import { createFieldTable, expandSpec } from '../../../src/shared/spec'
import { builtEntry, mnistFolder, shippedModels } from '../../support/built'
import { usableBackends } from '../../support/backends'
import ideal from '../../../src/main/engine/device/presets/ideal'

const table = createFieldTable(attackFields())
const small = { 'data.score.images': 600, 'data.attack.images': 400, 'sampling.draws': 3 }
const backends = (await usableBackends()).filter((name) => name !== 'cpu')

function modelOf(id: string): ModelData {
  const folder = join(shippedModels, id)
  return parseModel(readFileSync(join(folder, 'model.json'), 'utf8'), readFileSync(join(folder, 'weights.bin')), id)
}

function jobOf(spec: Record<string, unknown>, done: Record<string, PointResult> = {}): RunJob {
  const points = expandSpec(parseSpec(table, { ...small, ...spec })).map(({ design }, index) => {
    const id = `p-${index}`
    const result = done[id]
    return { id, index, design, ...(result === undefined ? {} : { result }) }
  })
  return {
    id: 'job',
    points,
    models: { 'lenet-w4a4': modelOf('lenet-w4a4') },
    datasets: { mnist: { id: 'mnist', folder: mnistFolder } },
    technologies: { ideal },
  }
}

type Results = Record<string, Omit<PointResult, 'seconds'>>

async function compute(job: RunJob, workers: number, backend: string): Promise<{ results: Results; events: RunEvent[] }> {
  const host = createWorkerHost({ conductor: builtEntry('worker'), shard: builtEntry('shard'), workers, backend })
  const events: RunEvent[] = []
  try {
    await host.run(job, (event) => events.push(event)).finished
  } finally {
    await host.close()
  }
  const results: Results = {}
  for (const event of events) {
    if (event.kind !== 'point') continue
    const { seconds, ...rest } = event.result
    expect(seconds).toBeGreaterThan(0)
    results[event.id] = rest
  }
  return { results, events }
}

describe.each(backends)('a sweep on %s', (backend) => {
  const curve = { 'device.threshold': [0.01, 0.02, 0.03], 'attack.method': 'one-pass', 'attack.steps': 4 }

  it('gives the same bits with one, two and three workers', async () => {
    const one = await compute(jobOf(curve), 1, backend)
    expect(Object.keys(one.results)).toEqual(['p-0', 'p-1', 'p-2'])
    expect((await compute(jobOf(curve), 2, backend)).results).toEqual(one.results)
    expect((await compute(jobOf(curve), 3, backend)).results).toEqual(one.results)
  })

  it('gives the same bits with one, two and three workers where tiles are read by converters and lines have resistance', async () => {
    const array = { 'crossbar.adcBits': 7, 'crossbar.parasitics': 'closed', 'crossbar.chipVariation': 0.02, 'crossbar.rows': [64, 128] }
    const spec = { ...array, 'device.threshold': 0.01, 'attack.steps': 3, 'data.attack.images': 250 }
    const one = await compute(jobOf(spec), 1, backend)
    expect(one.results['p-1']?.clean).not.toBe(one.results['p-0']?.clean)
    expect((await compute(jobOf(spec), 2, backend)).results).toEqual(one.results)
    expect((await compute(jobOf(spec), 3, backend)).results).toEqual(one.results)
  })

  it('calibrates the range of converters to the same bits with one and three workers, and says what it found', async () => {
    const array = { 'crossbar.adcBits': 5, 'crossbar.adcRange': ['full', 'calibrated'] }
    const spec = { ...array, 'device.threshold': 0.01, 'attack.steps': 1, 'data.attack.images': 100, 'data.score.images': 300 }
    const one = await compute(jobOf(spec), 1, backend)
    const [full, calibrated] = [one.results['p-0'], one.results['p-1']]
    expect(full?.ranges).toBeUndefined()
    expect(calibrated?.ranges?.map(({ layer }) => layer)).toEqual(['conv1', 'conv2', 'fc1', 'fc2', 'fc3'])
    for (const { range, full: most } of calibrated?.ranges ?? []) {
      expect(most).toBe(384)
      expect(range).toBeGreaterThan(10)
      expect(range).toBeLessThan(100)
    }
    expect(calibrated?.clean).toBeGreaterThan((full?.clean ?? NaN) + 20)
    expect((await compute(jobOf(spec), 3, backend)).results).toEqual(one.results)
  })

  it('certifies to the same bits with one and two workers, and equal boxes once', async () => {
    const few = { 'attack.steps': 1, 'data.attack.images': 100, 'data.score.images': 150, 'sampling.draws': 0 }
    const spec = { ...few, 'device.threshold': [2e-5, 1e-4], 'crossbar.rows': [64, 128], 'certify.method': ['interval', 'linear'] }
    const one = await compute(jobOf(spec), 1, backend)
    const of = (method: string, t: number): (number | undefined)[] =>
      Object.values(one.results).flatMap(({ t: at, certificate }) =>
        at === t && certificate?.method === method ? [certificate.accuracy] : [],
      )
    for (const method of ['interval', 'linear']) for (const t of [2e-5, 1e-4]) expect(new Set(of(method, t)).size, `${method} ${t}`).toBe(1)
    expect(of('interval', 2e-5)).toHaveLength(2)
    expect(of('linear', 1e-4)[0]).toBeGreaterThan(of('interval', 1e-4)[0] ?? 100)
    for (const { worstOwn, certificate } of Object.values(one.results)) expect(certificate?.accuracy).toBeLessThanOrEqual(worstOwn)
    expect((await compute(jobOf(spec), 2, backend)).results).toEqual(one.results)
  })

  it('ends with the numbers of an undisturbed one when it goes on from some of its points', async () => {
    const whole = await compute(jobOf(curve), 2, backend)
    const known: Record<string, PointResult> = Object.fromEntries(
      Object.entries(whole.results)
        .filter(([id]) => id === 'p-1')
        .map(([id, result]) => [id, { ...result, seconds: 1 }]),
    )
    const rest = await compute(jobOf(curve, known), 2, backend)
    expect(rest.results).toEqual(Object.fromEntries(Object.entries(whole.results).filter(([id]) => id !== 'p-1')))
  })

  it('computes equal boxes once: in window units, bits a device change the draws but not the worst case', async () => {
    const { results } = await compute(jobOf({ 'device.bitsPerDevice': [1, 2, 4], 'attack.steps': 3 }), 2, backend)
    expect(['p-0', 'p-1', 'p-2'].map((id) => results[id]?.sameAs)).toEqual([undefined, 'p-0', 'p-0'])
    expect(new Set(Object.values(results).map((result) => result.worstOwn)).size).toBe(1)
    expect(new Set(Object.values(results).map((result) => result.montecarlo?.mean)).size).toBe(3)
  })

  it('draws the chips of equal boxes once: the size of a tile changes neither, and the second point takes no time', async () => {
    const { results, events } = await compute(jobOf({ 'crossbar.rows': [64, 128], 'attack.steps': 3, 'sampling.draws': 20 }), 2, backend)
    expect(results['p-1']?.montecarlo).toEqual(results['p-0']?.montecarlo)
    const doing = events.flatMap((event) => (event.kind === 'progress' ? [event.progress.current] : []))
    expect(doing.some((current) => current?.pointId === 'p-1' && current.doing === 'Monte Carlo')).toBe(false)
    const shares = events.flatMap((event) => (event.kind === 'progress' ? [event.progress.share] : []))
    expect([...shares].sort((a, b) => a - b)).toEqual(shares)
  })

  it('cancels within a second and can be paused', async () => {
    const host = createWorkerHost({ conductor: builtEntry('worker'), shard: builtEntry('shard'), workers: 2, backend })
    let shares: number[] = []
    let started = (): void => undefined
    const underWay = new Promise<void>((resolve) => {
      started = resolve
    })
    const handle = host.run(jobOf({ 'data.attack.images': 10_000, 'attack.steps': 50 }), (event) => {
      if (event.kind !== 'progress') return
      shares.push(event.progress.share)
      if (event.progress.share > 0.01) started()
    })
    await underWay
    handle.pause()
    await new Promise((resolve) => setTimeout(resolve, 1500))
    shares = []
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(shares).toEqual([])
    handle.continue()
    const cancelled = expect(handle.finished).rejects.toMatchObject({ code: 'cancelled' })
    handle.cancel()
    await cancelled
    await host.close()
  })

  it('fails a point that cannot be computed and goes on with the others', async () => {
    const { results, events } = await compute(jobOf({ 'data.score.images': [600, 20_000], 'attack.steps': 1 }), 2, backend)
    expect(Object.keys(results)).toEqual(['p-0'])
    expect(events.find((event) => event.kind === 'point-failed')).toMatchObject({ id: 'p-1', error: { code: 'out-of-range' } })
  })
})

describe('the shipped models', () => {
  it.each([
    ['lenet-w4a4', 98.3],
    ['lenet-w4a4-va', 97],
    ['lenet-w4a4-adv', 97],
  ])('%s carries its recipe, its log and figures, and is at least %d %% right', (id, clean) => {
    const { manifest, weights } = modelOf(id)
    expect(weights).toHaveLength(61_706)
    expect(manifest.recorded.clean).toBeGreaterThanOrEqual(clean)
    expect(manifest.recorded.montecarloMean).toBeGreaterThan(90)
    expect(manifest.recorded.worst).toBeLessThanOrEqual(manifest.recorded.montecarloMean ?? 0)
    expect(manifest.training.log.length).toBe(manifest.training.params['epochs'])
    expect(manifest.training.command).toContain(`--name ${id}`)
  })
})
