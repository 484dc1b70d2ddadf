import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import { planOf } from '../../../src/main/engine/crossbar/cells'
import technology from '../../../src/main/engine/device/presets/pcm'
import { parseModel } from '../../../src/main/engine/network/model-file'
import { attackFields } from '../../../src/main/engine/registry'
import { hardwareOf } from '../../../src/main/engine/variation/hardware'
import { restricted } from '../../../src/main/engine/variation/leeway'
import { certifyPoint } from '../../../src/main/worker/certify'
import { openFamily, type FamilyContext } from '../../../src/main/worker/family'
import { largestOf } from '../../../src/main/worker/largest'
import type { CertifyJob } from '../../../src/main/worker/protocol'
import { searchPoint } from '../../../src/main/worker/search'
import { createLocalExecutor } from '../../../src/main/engine/compute/local'
import type { Design } from '../../../src/shared/fields'
import { parseSpec } from '../../../src/shared/parse-spec'
import { restrictionOf } from '../../../src/shared/restriction'
import { createFieldTable } from '../../../src/shared/spec'
import { mnistFolder, shippedModels } from '../../support/built'
import { layout } from '../../support/lenet-vectors'
import { tinyProblem } from '../../support/tiny'
import { datasetOf, loadDataset } from '../../../src/main/engine/data/datasets'

beforeAll(() => chooseBackend('wasm'))

const table = createFieldTable(attackFields())
const designOf = (fields: Record<string, unknown>): Design => parseSpec(table, fields).fields as Design

function familyOf(design: Design): FamilyContext {
  const { executor, programmed, images } = tinyProblem()
  return { executor, programmed, hardware: hardwareOf(design, programmed, layout, technology), layout, attack: images, scored: images }
}

const certify = (fields: Record<string, unknown>, told: string[] = []) => {
  const design = designOf({ 'certify.method': 'interval', 'device.threshold': 5e-5, ...fields })
  return certifyPoint(familyOf(design), design, {
    doing: (what) => told.push(what),
    spent: () => undefined,
    certified: (count) => told.push(String(count)),
    checkpoint: () => Promise.resolve(),
  })
}

describe('the certified floor of a point', () => {
  it('holds for all of the set, also where a search may move only a part of it', async () => {
    const design = designOf({ 'certify.method': 'interval', 'device.threshold': 2e-3 })
    const family = familyOf(design)
    const none = hardwareOf(design, family.programmed, layout, technology, new Float32Array(layout.length))
    const report = { doing: () => undefined, spent: () => undefined, certified: () => undefined, checkpoint: () => Promise.resolve() }
    const whole = await certifyPoint(family, design, report)
    expect(whole?.accuracy).toBeLessThan(90)
    expect(await certifyPoint({ ...family, searched: none }, design, report)).toEqual(whole)
  })

  it('is a share of the scored images, told as it goes, and absent where none is asked for', async () => {
    const told: string[] = []
    const found = await certify({}, told)
    expect(found).toMatchObject({ method: 'interval', images: 64, vacuous: false })
    expect(((found?.accuracy ?? 0) * 64) / 100).toBeCloseTo(Math.round(((found?.accuracy ?? 0) * 64) / 100), 9)
    expect(told).toEqual(['Certificate', '64'])
    expect(await certify({ 'certify.method': 'none' })).toBeUndefined()
  })

  it('is vacuous where not one image is certified, without a reason', async () => {
    expect(await certify({ 'device.threshold': 0.03 })).toEqual({ method: 'interval', accuracy: 0, images: 64, vacuous: true })
  })

  it.each([
    [{ 'crossbar.parasitics': 'closed' }, 'resistance'],
    [{ 'device.preset': 'pcm', 'device.time': 3600, 'crossbar.rows': 256, 'crossbar.columns': 256 }, 'compensated'],
    [{ 'crossbar.adcBits': 8 }, 'converted'],
  ])('says of %j why nothing is bounded', async (fields, reason) => {
    expect(await certify(fields)).toMatchObject({ accuracy: 0, vacuous: true, why: expect.stringContaining(reason) as string })
  })
})

describe('the certified floor beside a restricted search', () => {
  it('is that of all chips: what nothing restricts stays above it', async () => {
    const design = designOf({ 'certify.method': 'linear', 'device.threshold': 0.01, 'attack.layers': 'fc3' })
    const plain = familyOf(design)
    const restriction = restrictionOf(design) ?? {}
    const leeway = restricted(restriction, { design, layout, plan: planOf(design), programmed: plain.programmed })
    const family = { ...plain, searched: hardwareOf(design, plain.programmed, layout, technology, leeway) }
    const silent = { doing: () => undefined, spent: () => undefined, certified: () => undefined, checkpoint: () => Promise.resolve() }
    const floor = (await certifyPoint(family, design, silent))?.accuracy ?? Number.NaN
    const { worstOwn } = await searchPoint(plain, design, silent)
    expect(worstOwn).toBeLessThan(50)
    expect(floor).toBeLessThanOrEqual(worstOwn)
    expect(floor).toBe((await certifyPoint(plain, design, silent))?.accuracy)
  })
})

describe('the largest certified threshold of a network', async () => {
  const folder = join(shippedModels, 'lenet-w4a4-adv')
  const model = parseModel(await readFile(join(folder, 'model.json'), 'utf8'), await readFile(join(folder, 'weights.bin')), folder)
  const dataset = await loadDataset(datasetOf('mnist'), mnistFolder)
  const few = { model: model.manifest.id, 'data.score.images': 30 }
  const look = (fields: Record<string, unknown> = {}, some: Partial<CertifyJob> = {}) => {
    const design = designOf({ ...few, ...fields })
    const place = { id: 'mnist', folder: mnistFolder }
    const job = { id: '', design, model, dataset: place, technology, at: 90, methods: ['interval', 'linear'], width: 0.1, ...some } as const
    return largestOf(job, { executorOf: createLocalExecutor, dataset, checkpoint: () => Promise.resolve() })
  }

  it('is certified by its own method, and by lines no lower than by intervals', async () => {
    const { methods, images } = await look()
    const [plain, lines] = methods
    expect(images).toBe(30)
    expect(plain?.t).toBeGreaterThan(1e-4)
    expect(lines?.t).toBeGreaterThanOrEqual(plain?.t ?? 1)
    const accuracy = async (method: string, t: number): Promise<number> => {
      const design = designOf({ ...few, 'certify.method': method, 'device.threshold': t })
      const family = await openFamily(design, model, dataset, technology, createLocalExecutor)
      const silent = { doing: () => undefined, spent: () => undefined, certified: () => undefined, checkpoint: () => Promise.resolve() }
      return (await certifyPoint(family, design, silent))?.accuracy ?? Number.NaN
    }
    for (const { method, t = 0 } of methods) expect(await accuracy(method, t)).toBeGreaterThanOrEqual(90)
    expect(await accuracy('interval', plain?.above ?? 0)).toBeLessThan(90)
    expect((plain?.above ?? 0) / (plain?.t ?? 1)).toBeLessThanOrEqual(1.1)
  })

  it('is none where nothing can be bounded, and refused where no threshold sizes the errors', async () => {
    expect(await look({ 'crossbar.adcBits': 8 })).toMatchObject({ methods: [], why: expect.stringContaining('converted') as string })
    await expect(look({ 'variation.kind': 'relative' })).rejects.toMatchObject({ code: 'bad-value' })
  })
})
