import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseModel, serialiseModel } from '../../../src/main/engine/network/model-file'
import { pack, unpack } from '../../../src/main/store/packed'
import { restorable } from '../../../src/main/store/run-edits'
import { openStores, type Stores } from '../../../src/main/store/stores'
import { NadirError } from '../../../src/shared/errors'
import { designAt, expandSpec } from '../../../src/shared/spec'
import type { CornerInfo } from '../../../src/shared/worst-case'
import { testFolder } from '../../support/core'
import { fakeResult } from '../../support/fake-host'
import { specOf } from '../../support/runs'

const spec = specOf({ axes: { 'device.threshold': [0.01, 0.02] } })
const design = designAt(spec, { 'device.threshold': 0.01 })
const z = Float32Array.of(0, -1, 0.25, 1)

function open(dir: string, now: () => number = Date.now): Stores {
  return openStores({ dir, now, resources: testFolder(), codec: { parse: parseModel, serialise: serialiseModel } })
}

function begin(stores: Stores): string {
  const id = stores.ownership.enqueue(
    'a run',
    spec,
    expandSpec(spec).map(({ at }) => ({ at })),
  )
  stores.commits.begin(id, { nadir: '0.1.0', backend: 'fake', backendVersion: '1', platform: 'test', workers: 2, models: {}, data: {} })
  return id
}

const result = fakeResult(design, () => 20)
const corner = (name: string): CornerInfo => ({
  name,
  run: 'r-00001',
  point: 'p-0001',
  model: 'lenet-w4a4',
  dataset: 'mnist',
  kind: 'box',
  method: 'F-LWC, 10 steps',
  accuracy: 20,
  size: z.length,
  createdAt: '2026-11-23T00:00:00.000Z',
})

const codeOf = (action: () => unknown): string => {
  try {
    action()
  } catch (error) {
    return NadirError.from(error).code
  }
  return 'none'
}

describe('numbers as a BLOB', () => {
  it('come back to the bit', () => {
    fc.assert(
      fc.property(fc.float32Array(), (numbers) => {
        expect(new Uint8Array(unpack(pack(numbers)).buffer)).toEqual(new Uint8Array(numbers.slice().buffer))
      }),
    )
  })
})

describe('findings', () => {
  it('are committed with their point, and read back after a reopening', () => {
    const dir = testFolder()
    let stores = open(dir)
    const id = begin(stores)
    stores.commits.succeed(id, 'p-0001', result, 1, z)
    stores.commits.succeed(id, 'p-0002', { ...result, sameAs: 'p-0001' }, 2)
    stores.close()
    stores = open(dir)
    expect(stores.findings.finding(id, 'p-0001')).toEqual(z)
    expect(stores.findings.finding(id, 'p-0002')).toBeUndefined()
    expect(stores.findings.finding('r-00007', 'p-0001')).toBeUndefined()
    stores.close()
  })

  it('are undone with their point where the run was taken over', () => {
    const dir = testFolder()
    let now = Date.UTC(2026, 10, 23)
    const [mine, other] = [open(dir, () => now), open(dir, () => now)]
    const id = begin(mine)
    now += 86_400_000
    expect(other.ownership.claim(id)).toBe(true)
    expect(codeOf(() => mine.commits.succeed(id, 'p-0001', result, 1, z))).toBe('run-busy')
    expect(mine.findings.finding(id, 'p-0001')).toBeUndefined()
    expect(mine.runs.detail(id).points[0]?.result).toBeUndefined()
    mine.close()
    other.close()
  })

  it('and what was computed of them go with their run; corners stay', () => {
    const dir = testFolder()
    let now = Date.UTC(2026, 10, 23)
    const stores = open(dir, () => now)
    const id = begin(stores)
    stores.commits.succeed(id, 'p-0001', result, 1, z)
    stores.commits.end(id, 'done', 2)
    stores.findings.keepAnalysis(id, 'p-0001', 'record', 'all', { accuracy: 20 })
    expect(stores.findings.analysis(id, 'p-0001', 'record', 'all')).toEqual({ accuracy: 20 })
    expect(stores.findings.analysis(id, 'p-0001', 'record', 'some')).toBeUndefined()
    stores.corners.save({ info: corner('kept'), design, z })
    stores.edits.remove([id])
    now += restorable + 1000
    stores.edits.purge()
    expect(stores.findings.finding(id, 'p-0001')).toBeUndefined()
    expect(stores.findings.analysis(id, 'p-0001', 'record', 'all')).toBeUndefined()
    // Whoever computes for a run that is gone meanwhile is not stopped by it.
    stores.findings.keepAnalysis(id, 'p-0001', 'record', 'all', { accuracy: 20 })
    expect(stores.findings.analysis(id, 'p-0001', 'record', 'all')).toBeUndefined()
    expect(stores.corners.read('kept')).toEqual({ info: corner('kept'), design, z })
    stores.close()
  })
})

describe('corners', () => {
  it('are listed by name, seen by others, refused a name that is taken, and removed', () => {
    const dir = testFolder()
    const [one, two] = [open(dir), open(dir)]
    one.corners.save({ info: corner('second'), design, z })
    two.corners.save({ info: corner('first'), design, z })
    expect(one.corners.list().map(({ name }) => name)).toEqual(['first', 'second'])
    expect(codeOf(() => two.corners.save({ info: corner('second'), design, z }))).toBe('name-taken')
    expect(codeOf(() => one.corners.read('third'))).toBe('unknown-corner')
    expect([one.corners.remove('first'), one.corners.remove('first')]).toEqual([true, false])
    expect(two.corners.list().map(({ name }) => name)).toEqual(['second'])
    one.close()
    two.close()
  })
})
