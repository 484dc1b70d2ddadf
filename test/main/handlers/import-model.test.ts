import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { exportWhole } from '../../../src/main/cli/terminal/export-model'
import { openTestApp, testFolder, testResources, untrainedModel } from '../../support/core'

/** A file that holds the shipped test model, and what is done to it. */
function archive(spoil: (bytes: Uint8Array) => Uint8Array = (bytes) => bytes): string {
  const file = join(testFolder(), 'model.zip')
  writeFileSync(file, spoil(exportWhole({ id: 'lenet-w4a4', dir: testFolder(), resources: testResources() })))
  return file
}

function withFile(name: string, change: (bytes: Uint8Array) => Uint8Array | undefined): (bytes: Uint8Array) => Uint8Array {
  return (bytes) => {
    const files = unzipSync(bytes)
    const changed = change(files[name] ?? new Uint8Array())
    const { [name]: _old, ...rest } = files
    return zipSync(changed === undefined ? rest : { ...rest, [name]: changed })
  }
}

const flip = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte))

describe('a model that was exported', () => {
  it('is taken in with the same numbers, under its own name or another, and can be used at once', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir, resources: testFolder() })
    const file = archive()
    const info = await app.ask('models.import', { file })
    expect(info).toMatchObject({ id: 'lenet-w4a4', shipped: false, recorded: { clean: 98.6 } })
    expect((await app.ask('models.import', { file, name: 'second' })).sha256).toBe(info.sha256)
    expect((await app.ask('models.list', {})).map(({ id }) => id)).toEqual(['lenet-w4a4', 'second'])
    expect(app.heard('models.changed')).toHaveLength(2)
    const weights = readFileSync(join(dir, 'models', 'second', 'weights.bin'))
    expect(new Float32Array(weights.buffer, weights.byteOffset, weights.byteLength / 4)).toEqual(untrainedModel('second').weights)
    expect((await app.ask('runs.start', { spec: { model: 'second' } })).state).toBe('queued')
  })

  it('is the same file every time', () => {
    expect(readFileSync(archive())).toEqual(readFileSync(archive()))
  })

  it('does not take the place of one that is there', async () => {
    const dir = testFolder()
    const app = await openTestApp({ dir })
    expect(await app.refusal('models.import', { file: archive() })).toMatchObject({ code: 'name-taken', exitCode: 2 })
    expect(readdirSync(dir)).not.toContain('models')
  })

  it.each([
    ['cut short', (bytes: Uint8Array) => bytes.subarray(0, 200)],
    ['no archive', () => Buffer.from('no archive')],
    ['empty', () => new Uint8Array()],
    ['without weights', withFile('weights.bin', () => undefined)],
    ['without a manifest', withFile('model.json', () => undefined)],
    ['with other weights', withFile('weights.bin', flip)],
    ['with too few weights', withFile('weights.bin', (bytes) => bytes.subarray(0, 100))],
    ['with half a manifest', withFile('model.json', (bytes) => bytes.subarray(0, 100))],
  ])('is refused where it is %s, by its name, and nothing is kept', async (_what, spoil) => {
    const dir = testFolder()
    const app = await openTestApp({ dir, resources: testFolder() })
    const file = archive(spoil)
    const refused = await app.refusal('models.import', { file })
    expect(refused).toMatchObject({ code: 'model-damaged', hint: expect.any(String) as string })
    expect(refused.message).toContain(file)
    expect(await app.ask('models.list', {})).toEqual([])
    expect(readdirSync(dir)).not.toContain('models')
    expect(app.heard('models.changed')).toEqual([])
  })

  it('is refused where there is no such file, or it is a folder, or its new name is a way out', async () => {
    const app = await openTestApp({ dir: testFolder() })
    for (const file of ['/nowhere/model.zip', testFolder()])
      expect(await app.refusal('models.import', { file })).toMatchObject({
        code: 'bad-value',
        hint: expect.stringContaining('export') as string,
      })
    expect((await app.refusal('models.import', { file: archive(), name: '../mine' })).code).toBe('bad-call')
  })
})
