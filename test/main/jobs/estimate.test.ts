import { describe, expect, it } from 'vitest'
import { createSpeedBook, estimate } from '../../../src/main/jobs/estimate'
import { layerShapes } from '../../../src/main/engine/network/zoo'
import { datasets } from '../../../src/main/engine/data/datasets'
import type { EngineFacts } from '../../../src/main/jobs/engine-facts'
import { expandSpec } from '../../../src/shared/spec'
import { specOf, type SpecParts } from '../../support/runs'
import { z } from 'zod'

const engine: EngineFacts = {
  checkMethods: () => undefined,
  certificateCost: (design) => (design['certify.method'] === 'none' ? 0 : 20),
  attackWork: (design, images) => ({
    passes: design['attack.steps'],
    gradients: design['attack.steps'],
    searches: 1,
    judges: Math.min(500, images),
    curve: 0,
  }),
  trainingParams: () => z.object({}),
  layerShapes: () => [],
  datasets,
}
const speeds = { gradient: 1000, evaluate: 5000 }

function cost(parts: SpecParts): ReturnType<typeof estimate> {
  const designs = expandSpec(specOf(parts)).map(({ design }) => design)
  return estimate(designs, { engine, speeds, workers: 2, backend: 'tensorflow', shapesOf: () => layerShapes('lenet') })
}

describe('the estimate of a run', () => {
  it('counts gradients over the searched images and evaluations over the scored ones', () => {
    const set = { 'data.attack.images': 500, 'data.score.images': 2000, 'attack.steps': 4, 'sampling.draws': 8 }
    const { passes, seconds } = cost({ set })
    expect(passes).toBe(4)
    expect(seconds).toBeCloseTo((4 * 500) / 1000 + (500 + (1 + 8) * 2000) / 5000, 12)
  })

  it('takes all of a split where all is asked for, and never more than it holds', () => {
    const all = cost({ set: { 'data.score.split': 'test' } })
    const more = cost({ set: { 'data.score.images': 60_000, 'data.attack.images': 10_000 } })
    expect(more).toEqual(all)
  })

  it('counts once what equal boxes share', () => {
    const one = cost({})
    expect(cost({ axes: { 'crossbar.rows': [64, 128, 256], 'crossbar.columns': [64, 128] } })).toMatchObject({
      passes: one.passes,
      seconds: one.seconds,
    })
    const swept = cost({ axes: { 'device.bitsPerDevice': [1, 2, 4] } })
    expect(swept.passes).toBe(one.passes)
    expect(swept.seconds).toBeCloseTo(one.seconds + (2 * 20 * 10_000) / 5000, 9)
    expect(cost({ axes: { 'device.threshold': [0.01, 0.02, 0.03] } }).passes).toBe(3 * one.passes)
    expect(cost({ axes: { 'mapping.scheme': ['sign-magnitude', 'differential'] } }).passes).toBe(2 * one.passes)
  })

  it('counts what solving the tiles takes, and drawing chips that age', () => {
    const few = { 'data.attack.images': 100, 'data.score.images': 100, 'sampling.draws': 20 }
    const seconds = (set: Record<string, unknown>): number => cost({ set: { ...few, ...set } }).seconds
    const plain = seconds({})
    // A solution of the whole LeNet takes 1.3 s there and 1.8 s back; ten steps and twenty chips.
    expect(seconds({ 'crossbar.parasitics': 'nodal' })).toBeGreaterThan(plain + 30)
    expect(seconds({ 'crossbar.parasitics': 'nodal' })).toBeLessThan(plain + 120)
    expect(seconds({ 'crossbar.parasitics': 'closed' })).toBeLessThan(seconds({ 'crossbar.parasitics': 'nodal' }) / 4)
    const read = { 'crossbar.adcBits': 6 }
    expect(seconds({ ...read, 'crossbar.adcRange': 'calibrated' })).toBeGreaterThan(seconds(read) + 1)
    const aged = { 'device.preset': 'pcm', 'device.time': 60 }
    expect(seconds({ ...aged, 'sampling.kind': 'pcm' })).toBeGreaterThan(seconds(aged) + 2)
  })

  it('needs more memory for more workers and images', () => {
    const designs = expandSpec(specOf()).map(({ design }) => design)
    const bytes = (workers: number): number =>
      estimate(designs, { engine, speeds, workers, backend: 'tensorflow', shapesOf: () => layerShapes('lenet') }).memory
    expect(bytes(4)).toBeGreaterThan(bytes(2))
    expect(cost({}).memory).toBeGreaterThan(cost({ set: { 'data.score.images': 100, 'data.attack.images': 100 } }).memory)
  })
})

describe('measured speeds', () => {
  function book(): ReturnType<typeof createSpeedBook> {
    const kept = new Map<string, unknown>()
    return createSpeedBook({ kept: (key) => kept.get(key), keep: (key, value) => void kept.set(key, value) })
  }

  it('start from what each backend mostly reaches a worker', () => {
    expect(book().speeds('tensorflow', 2)).toEqual({ gradient: 12_000, evaluate: 36_000 })
    expect(book().speeds('wasm', 1)).toEqual({ gradient: 9000, evaluate: 22_000 })
    expect(book().speeds('cpu', 2)).toEqual({ gradient: 120, evaluate: 400 })
  })

  it('follow the first run wholly and later ones half the way, each for its backend and workers', () => {
    const speedBook = book()
    speedBook.learn('tensorflow', 2, 100, 50)
    expect(speedBook.speeds('tensorflow', 2)).toEqual({ gradient: 24_000, evaluate: 72_000 })
    speedBook.learn('tensorflow', 2, 100, 400)
    expect(speedBook.speeds('tensorflow', 2)).toEqual({ gradient: 12_000, evaluate: 36_000 })
    expect(speedBook.speeds('tensorflow', 1)).toEqual({ gradient: 6000, evaluate: 18_000 })
  })

  it('learn nothing from a run too short to measure', () => {
    const speedBook = book()
    speedBook.learn('wasm', 2, 100, 1)
    expect(speedBook.speeds('wasm', 2)).toEqual({ gradient: 18_000, evaluate: 44_000 })
  })
})
