import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { ModelData } from '../../../src/shared/model'
import { CounterRandom } from '../../../src/shared/rng'
import { exportArrays } from '../../../src/main/cli/terminal/export-model'
import { parseNpz } from '../../../src/main/engine/data/npy'
import { layoutOf } from '../../../src/main/engine/network/layout'
import { serialiseModel } from '../../../src/main/engine/network/model-file'
import { networkOf } from '../../../src/main/engine/network/zoo'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'nadir-export-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const layout = layoutOf(networkOf('lenet'))
const random = new CounterRandom(1, 'initialise')

/** A LeNet of random weights, kept as a user's model. */
function keep(weightBits: number | 'float'): ModelData {
  const weights = Float32Array.from({ length: layout.length }, (_, i) => random.unit(0, 0, 0, i) - 0.5)
  const model: ModelData = {
    manifest: {
      format: 1,
      id: 'mine',
      label: 'mine',
      network: 'lenet',
      arrays: layout.arrays,
      clips: [1, 2, 3, 4, 5],
      weightBits,
      activationBits: 4,
      sha256: '',
      training: {
        method: 'standard',
        label: 'standard',
        params: {},
        seed: 1,
        command: '',
        backend: 'cpu',
        seconds: 1,
        data: { id: 'mnist', sha256: '' },
        log: [],
      },
      recorded: { clean: 10 },
    },
    weights,
  }
  const { manifest, weights: bytes } = serialiseModel(model)
  const folder = join(dir, 'models', 'mine')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'model.json'), manifest)
  writeFileSync(join(folder, 'weights.bin'), bytes)
  return model
}

const exported = () => parseNpz(exportArrays({ id: 'mine', dir, resources: dir }), 'mine.npz')

test('the exported weights are whole levels of their layer and lie within half a level of the stored ones', () => {
  const { weights } = keep(4)
  const arrays = exported()
  expect([...arrays.keys()].sort()).toEqual(['b0', 'b1', 'b2', 'b3', 'b4', 'clip', 'imageClip', 'w0', 'w1', 'w2', 'w3', 'w4'])
  expect(arrays.get('w0')?.shape).toEqual([5, 5, 1, 6])
  expect(arrays.get('w2')?.shape).toEqual([400, 120])
  expect(arrays.get('b4')?.shape).toEqual([10])
  layout.arrays.forEach(({ kind, offset, length }, i) => {
    const values = Float64Array.from(arrays.get(`${kind === 'device' ? 'w' : 'b'}${i >> 1}`)?.values ?? [], Number)
    const stored = weights.subarray(offset, offset + length)
    expect(values).toHaveLength(length)
    if (kind === 'digital') expect(values).toEqual(Float64Array.from(stored))
    else {
      const scale = stored.reduce((s, w) => Math.max(s, Math.abs(w)), 0)
      const levels = Array.from(values, (value) => (value / scale) * 15)
      expect(Math.max(...levels.map((level) => Math.abs(level - Math.round(level))))).toBeLessThan(1e-5)
      expect(Math.max(...Array.from(values, (value, j) => Math.abs(value - (stored[j] ?? 0))))).toBeLessThanOrEqual(scale / 30 + 1e-6)
    }
  })
})

test('the clips of the hidden layers stand apart from that of the image', () => {
  keep(4)
  const arrays = exported()
  expect([...(arrays.get('clip')?.values ?? [])]).toEqual([2, 3, 4, 5])
  expect([...(arrays.get('imageClip')?.values ?? [])]).toEqual([1])
})

test('the weights of a float model are exported as they are', () => {
  const { weights } = keep('float')
  expect(exported().get('w0')?.values).toEqual(weights.slice(0, 150))
})

test('a damaged model is not exported', () => {
  keep(4)
  writeFileSync(join(dir, 'models', 'mine', 'weights.bin'), new Uint8Array(layout.length * 4))
  expect(exported).toThrow(expect.objectContaining({ code: 'model-damaged' }))
})
