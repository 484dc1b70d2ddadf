import { describe, expect, it, onTestFinished } from 'vitest'
import { programmingCost, pulseModel } from '../../../src/main/engine/device/define'
import { devicePresets } from '../../../src/main/engine/device/presets'
import { createWorkerHost, type WorkerHost } from '../../../src/main/worker/host'
import { programDevices, type Programming } from '../../../src/main/worker/programming'
import { builtEntry } from '../../support/built'

function programming(id: string, change: Partial<Programming> = {}): Programming {
  const device = devicePresets.get(id)
  if (device === undefined) throw new Error(`there is no ${id}`)
  return {
    loop: { model: pulseModel(device), maxCycles: 300, pulses: 'one', readNoise: device.verify.noise.value, seed: 5 },
    cost: programmingCost(device),
    thresholds: [0.02, 0.05],
    chosen: 0,
    bitsPerDevice: 2,
    devices: 1001,
    ...change,
  }
}
const free = (): Promise<void> => Promise.resolve()

function open(): WorkerHost {
  const host = createWorkerHost({ conductor: builtEntry('worker'), shard: builtEntry('shard'), workers: 1, backend: 'wasm' })
  onTestFinished(() => host.close())
  return host
}

describe('devices that are programmed', () => {
  it.each(['rram', 'pcm', 'sonos'])('%s: give the same numbers whatever the size of a slice', async (id) => {
    const whole = await programDevices(programming(id), free, 5000)
    for (const slice of [7, 250]) expect(await programDevices(programming(id), free, slice)).toEqual(whole)
    expect(await programDevices(programming(id, { loop: { ...programming(id).loop, seed: 6 } }), free)).not.toEqual(whole)
  })

  it('do not change with the other thresholds', async () => {
    const both = await programDevices(programming('rram'), free)
    const alone = await programDevices(programming('rram', { thresholds: [0.05] }), free)
    expect(alone.summaries).toEqual(both.summaries.slice(1))
  })

  it('are known for certain where nothing is random, and in an interval elsewhere; residuals come along where asked for', async () => {
    const [sure] = (await programDevices(programming('ideal', { thresholds: [0.005] }), free)).summaries
    expect(sure?.failureProbability).toBeGreaterThan(0)
    expect(sure?.failureInterval).toEqual({ low: sure?.failureProbability, high: sure?.failureProbability })
    const [drawn] = (await programDevices(programming('rram'), free)).summaries
    expect(drawn?.failureInterval.high).toBeGreaterThan(drawn?.failureProbability ?? 1)
    const { residuals, summaries } = await programDevices(programming('pcm', { keepResiduals: true }), free, 250)
    expect(residuals?.filter((r) => Math.abs(r) > 1)).toHaveLength(summaries[0]?.failures ?? -1)
  })

  it('stop at the next slice when they are told to', async () => {
    let looks = 0
    const stop = (): Promise<void> => (++looks < 3 ? Promise.resolve() : Promise.reject(new Error('enough')))
    await expect(programDevices(programming('rram'), stop, 100)).rejects.toThrow('enough')
    expect(looks).toBe(3)
  })

  it('give the same numbers in the compute thread, which can be cancelled and goes on', async () => {
    const host = open()
    await host.ready()
    const long = host.program({ id: 'long', ...programming('rram', { thresholds: [1e-4], devices: 500_000 }) })
    const ended = long.finished.then(
      () => 'programmed',
      (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
    )
    const short = await host.program({ id: 'short', ...programming('rram') }).finished
    expect(short).toEqual(await programDevices(programming('rram'), free))
    long.cancel()
    expect(await ended).toBe('cancelled')
  })
})
