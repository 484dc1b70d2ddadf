import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { parseModel, serialiseModel } from '../../../src/main/engine/network/model-file'
import { createModelStore } from '../../../src/main/store/models'
import { NadirError } from '../../../src/shared/errors'
import { testFolder, testResources, untrainedModel } from '../../support/core'

const codec = { parse: parseModel, serialise: serialiseModel }

function codeOf(action: () => unknown): string {
  try {
    action()
  } catch (error) {
    return NadirError.from(error).code
  }
  return 'none'
}

describe('the model store', () => {
  it('lists shipped models first and keeps new ones in the data folder, whole', () => {
    const dir = testFolder()
    const models = createModelStore({ dir, resources: testResources(), codec })
    models.write(untrainedModel('aaa'))
    expect(models.list().map(({ id, shipped }) => [id, shipped])).toEqual([
      ['lenet-other', true],
      ['lenet-w4a4', true],
      ['aaa', false],
    ])
    expect(readdirSync(join(dir, 'models'))).toEqual(['aaa'])
    expect(models.load('aaa').weights).toEqual(untrainedModel('aaa').weights)
    expect(models.size('aaa')).toBeGreaterThan(untrainedModel('aaa').weights.byteLength)
  })

  it('keeps no model that could not be loaded again, and nothing of it', () => {
    const dir = testFolder()
    const models = createModelStore({ dir, resources: testResources(), codec })
    const model = untrainedModel('flat')
    expect(codeOf(() => models.write({ ...model, manifest: { ...model.manifest, clips: model.manifest.clips.map(() => 0) } }))).toBe(
      'model-damaged',
    )
    expect(models.list().some(({ id }) => id === 'flat')).toBe(false)
    expect(existsSync(join(dir, 'models', 'flat'))).toBe(false)
  })

  it('refuses a name that is there, shipped or own, and keeps what was there', () => {
    const dir = testFolder()
    const models = createModelStore({ dir, resources: testResources(), codec })
    models.write(untrainedModel('mine'))
    const before = readFileSync(join(dir, 'models', 'mine', 'weights.bin'))
    for (const id of ['mine', 'lenet-w4a4']) expect(codeOf(() => models.write(untrainedModel(id)))).toBe('name-taken')
    expect(readFileSync(join(dir, 'models', 'mine', 'weights.bin')).equals(before)).toBe(true)
    expect(readdirSync(join(dir, 'models'))).toEqual(['mine'])
  })

  it('leaves the name to the process that was first, and nothing half-written behind the other', () => {
    const dir = testFolder()
    const resources = testFolder()
    const first = createModelStore({ dir, resources, codec })
    const late = createModelStore({
      dir,
      resources,
      codec: {
        parse: parseModel,
        serialise: (model) => {
          first.write(untrainedModel('race'))
          return serialiseModel(model)
        },
      },
    })
    expect(codeOf(() => late.write({ ...untrainedModel('race'), weights: new Float32Array(untrainedModel('race').weights.length) }))).toBe(
      'name-taken',
    )
    expect(first.load('race').weights).toEqual(untrainedModel('race').weights)
    expect(readdirSync(join(dir, 'models'))).toEqual(['race'])
  })

  it('leaves nothing behind where a model cannot be written out', () => {
    const dir = testFolder()
    const models = createModelStore({
      dir,
      resources: testFolder(),
      codec: {
        parse: parseModel,
        serialise: () => ({
          ...serialiseModel(untrainedModel('x')),
          get manifest(): string {
            throw new Error('no manifest')
          },
        }),
      },
    })
    expect(codeOf(() => models.write(untrainedModel('x')))).toBe('internal')
    expect(models.list()).toEqual([])
  })

  it('names a model that is not there, and one whose name is a way out of the folder', () => {
    const models = createModelStore({ dir: testFolder(), resources: testResources(), codec })
    for (const id of ['none', '../models/lenet-w4a4', '']) expect(codeOf(() => models.load(id))).toBe('unknown-model')
    expect(() => models.find('none')).toThrow(NadirError)
  })

  it.each([
    ['weights.bin', (bytes: Buffer) => bytes.subarray(0, 100)],
    ['weights.bin', (bytes: Buffer) => Buffer.from(bytes.map((byte, i) => (i === 40 ? byte ^ 1 : byte)))],
    ['model.json', (bytes: Buffer) => bytes.subarray(0, 100)],
  ])('refuses a model with a damaged %s and says where it is', (name, spoil) => {
    const resources = testResources()
    const folder = join(resources, 'models', 'lenet-w4a4')
    writeFileSync(join(folder, name), spoil(readFileSync(join(folder, name))))
    const models = createModelStore({ dir: testFolder(), resources, codec })
    expect(codeOf(() => models.load('lenet-w4a4'))).toBe('model-damaged')
    expect(() => models.load('lenet-w4a4')).toThrow(folder)
    expect(models.list().map(({ id }) => id)).toContain('lenet-w4a4')
  })

  it('reads a model again only where its files changed', () => {
    const resources = testResources()
    const parse = vi.fn(parseModel)
    const models = createModelStore({ dir: testFolder(), resources, codec: { parse, serialise: serialiseModel } })
    models.load('lenet-w4a4')
    models.load('lenet-w4a4')
    expect(parse).toHaveBeenCalledTimes(1)
    utimesSync(join(resources, 'models', 'lenet-w4a4', 'weights.bin'), 1, 1)
    models.load('lenet-w4a4')
    expect(parse).toHaveBeenCalledTimes(2)
  })

  it('takes away what a killed training left an hour ago, and not what one is writing now', () => {
    const dir = testFolder()
    const [old, fresh] = ['.a-1.part', '.b-2.part'].map((name) => join(dir, 'models', name))
    if (old === undefined || fresh === undefined) throw new Error('two folders')
    for (const folder of [old, fresh]) mkdirSync(folder, { recursive: true })
    utimesSync(old, 1, 1)
    const models = createModelStore({ dir, resources: testFolder(), codec })
    expect([existsSync(old), existsSync(fresh)]).toEqual([false, true])
    expect(models.list()).toEqual([])
  })
})
