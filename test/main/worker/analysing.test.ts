import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import ideal from '../../../src/main/engine/device/presets/ideal'
import pcm from '../../../src/main/engine/device/presets/pcm'
import { parseNpz } from '../../../src/main/engine/data/npy'
import { parseModel } from '../../../src/main/engine/network/model-file'
import { attackFields } from '../../../src/main/engine/registry'
import type { Analyses, AnalysisStep, AnalysisWork } from '../../../src/main/worker/analyses/work'
import { createWorkerHost } from '../../../src/main/worker/host'
import type { RunEvent } from '../../../src/main/worker/protocol'
import type { Design } from '../../../src/shared/fields'
import { parseSpec } from '../../../src/shared/parse-spec'
import { createFieldTable, expandSpec } from '../../../src/shared/spec'
import { builtEntry, mnistFolder, shippedModels } from '../../support/built'

const table = createFieldTable(attackFields())
const small = { 'data.score.images': 300, 'data.attack.images': 200, 'sampling.draws': 0, 'attack.steps': 2 }
const folder = join(shippedModels, 'lenet-w4a4')
const model = parseModel(readFileSync(join(folder, 'model.json'), 'utf8'), readFileSync(join(folder, 'weights.bin')), 'lenet-w4a4')
const dataset = { id: 'mnist', folder: mnistFolder }
const technologies = { ideal, pcm }
const host = createWorkerHost({ conductor: builtEntry('worker'), shard: builtEntry('shard'), workers: 2, backend: 'wasm' })
afterAll(() => host.close())

const designsOf = (fields: Record<string, unknown>): Design[] =>
  expandSpec(parseSpec(table, { ...small, ...fields })).map(({ design }) => design)

let jobs = 0
async function compute(designs: readonly Design[]): Promise<Extract<RunEvent, { kind: 'point' }>[]> {
  const points = designs.map((design, index) => ({ id: `p-${index}`, index, design }))
  const events: RunEvent[] = []
  await host.run({ id: `run ${++jobs}`, points, models: { 'lenet-w4a4': model }, datasets: { mnist: dataset }, technologies }, (event) =>
    events.push(event),
  ).finished
  return events.flatMap((event) => (event.kind === 'point' ? [event] : []))
}

function look(design: Design, z: Float32Array, work: AnalysisWork, { quotedBy = design, on = (_: AnalysisStep): void => undefined } = {}) {
  const technology = design['device.preset'] === 'pcm' ? pcm : ideal
  return host.analyse({ id: `look ${++jobs}`, chip: { design, quotedBy, z, model, technology }, work, dataset }, on)
}

async function ask<K extends AnalysisWork['kind']>(
  design: Design,
  z: Float32Array,
  work: AnalysisWork & { kind: K },
  quotedBy = design,
): Promise<Analyses[K]> {
  const { kind, value } = await look(design, z, work, { quotedBy }).finished
  expect(kind).toBe(work.kind)
  return value as Analyses[K]
}

const only = async (fields: Record<string, unknown>) => {
  const [design] = designsOf(fields)
  const [point] = design === undefined ? [] : await compute([design])
  if (design === undefined || point?.finding === undefined) throw new Error('no finding')
  return { design, z: point.finding, result: point.result }
}

describe('the record of a worst chip', () => {
  it.each([
    ['weights', 'box', {}],
    ['weights', 'relative', {}],
    ['weights', 'device', { 'mapping.scheme': 'differential' }],
    ['weights', 'level', { 'device.preset': 'pcm' }],
    ['weights', 'correlated', { 'variation.scope': 'tile' }],
    ['weights', 'multiplicative', { 'mapping.scheme': 'offset' }],
    ['weights', 'box', { 'mapping.scheme': 'offset', 'mapping.analogReference': 'on' }],
    ['weights', 'box', { 'device.stuckOff': 0.02 }],
    ['devices', 'box', { 'crossbar.adcBits': 7, 'data.attack.images': 100 }],
    ['devices', 'device', { 'crossbar.parasitics': 'closed' }],
    ['devices', 'box', { 'device.time': 3600, 'device.preset': 'pcm' }],
    ['devices', 'box', { 'crossbar.adcBits': 7, 'device.time': 3600, 'device.preset': 'pcm', 'data.attack.images': 100 }],
  ])('over %s of %s %j counts what the run counted', async (of, kind, fields) => {
    const { design, z, result } = await only({ 'variation.kind': kind, ...fields })
    const record = await ask(design, z, { kind: 'record' })
    expect(record).toMatchObject({ of, images: 300, accuracy: result.worstOwn, clean: result.clean })
    expect(result.worstOwn).toBeLessThan(result.clean)
    const right = record.confusion.reduce((n, row, c) => n + (row[c] ?? 0), 0)
    expect((100 * right) / 300).toBe(record.accuracy)
    expect(record.confidence.right.images + record.confidence.wrong.images).toBe(300)
    expect(record.weakest).toHaveLength(60)
    expect(record.weights).toBe(record.histogram.reduce((a, b) => a + b, 0))
    // The search has moved something.
    expect(record.histogram[0]).toBeLessThan(record.weights)
  })

  it('takes bounds of the point that quotes it, and a point of an equal set has no finding of its own', async () => {
    const [first, second, third] = designsOf({ 'device.threshold': [0.01, 0.02], 'device.bitsPerDevice': [2, 4] })
    if (first === undefined || second === undefined || third === undefined) throw new Error('no designs')
    const points = await compute([first, second, third])
    expect(points.map(({ finding }) => finding?.length)).toEqual([61_470, 61_470, undefined])
    expect(points[2]?.result.sameAs).toBe('p-0')
    const z = points[0]?.finding ?? new Float32Array()
    const [own, quoted] = [await ask(first, z, { kind: 'record' }), await ask(first, z, { kind: 'record' }, second)]
    expect(own.histogram.at(-1)).toBeGreaterThan(1000)
    expect(quoted.histogram.slice(12)).toEqual(new Array(10).fill(0))
    expect(quoted.histogram[0]).toBe(own.histogram[0])
    expect(quoted.confusion).toEqual(own.confusion)
  })
})

describe('other looks at a worst chip', () => {
  it('agree with the run: sensitivity, landscape, margins, file, and the corner on its own design', async () => {
    const { design, z, result } = await only({})
    const sensitivity = await ask(design, z, { kind: 'sensitivity' })
    expect(sensitivity).toMatchObject({ worst: result.worstOwn, clean: result.clean, images: 300 })
    expect(sensitivity.layers.map(({ layer }) => layer)).toEqual(['conv1', 'conv2', 'fc1', 'fc2', 'fc3'])
    const asked = { zeta: 0.2, directions: 1, alphas: 5, map: 3, images: 300 }
    const landscape = await ask(design, z, { kind: 'landscape', ...asked })
    const worst = landscape.curves.find((curve) => curve.kind === 'worst')
    // The same 300 images; alpha is -2, -1, 0, 1, 2.
    expect([worst?.accuracy[2], worst?.accuracy[3]]).toEqual([result.clean, result.worstOwn])
    expect(await ask(design, z, { kind: 'margins', images: 10 })).toMatchObject({ images: 10, dataset: 'mnist' })
    const npz = parseNpz(await ask(design, z, { kind: 'file', format: 'npz' }), 'it')
    expect(npz.get('z')?.values).toEqual(z)
    expect(npz.get('conv1.dW')?.shape).toEqual([5, 5, 1, 6])
    const origin = { design, size: z.length }
    expect(await ask(design, z, { kind: 'replay', origin })).toEqual({ images: 300, clean: result.clean, accuracy: result.worstOwn })
    const [converted, relative] = [...designsOf({ 'crossbar.adcBits': 8 }), ...designsOf({ 'variation.kind': 'relative' })]
    if (converted === undefined || relative === undefined) throw new Error('no designs')
    expect((await ask(converted, z, { kind: 'replay', origin })).accuracy).toBeLessThan(result.clean - 10)
    await expect(look(relative, z, { kind: 'replay', origin }).finished).rejects.toMatchObject({ code: 'bad-value' })
    await expect(look(converted, z, { kind: 'landscape', ...asked }).finished).rejects.toMatchObject({ code: 'bad-value' })
  })

  it('tell how far they are, and stop where they are cancelled', async () => {
    const [design] = designsOf({ 'data.score.images': 10_000 })
    if (design === undefined) throw new Error('no design')
    const steps: AnalysisStep[] = []
    const handle = look(
      design,
      new Float32Array(61_470),
      { kind: 'sensitivity' },
      { on: (step) => steps.push(step) > 2 && handle.cancel() },
    )
    await expect(handle.finished).rejects.toMatchObject({ code: 'cancelled' })
    expect(steps[0]).toEqual({ doing: 'the network as programmed', done: 0, of: 2 + 2 * (5 + 12) })
    expect(steps.length).toBeLessThan(20)
  })
})
