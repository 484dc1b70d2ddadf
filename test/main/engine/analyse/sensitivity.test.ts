import { beforeAll, describe, expect, it } from 'vitest'
import { errorsOf, partsOf } from '../../../../src/main/engine/analyse/parts'
import { sensitivity } from '../../../../src/main/engine/analyse/sensitivity'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { cellsOf, planOf } from '../../../../src/main/engine/crossbar/cells'
import { programmedWith } from '../../../../src/main/engine/network/quantise'
import { scopeOf } from '../../../../src/main/engine/variation/scope'
import { weightPlaces } from '../../../../src/main/engine/variation/weights'
import { setSize } from '../../../../src/shared/variation'
import { layout } from '../../../support/lenet-vectors'
import { tinyProblem } from '../../../support/tiny'

beforeAll(() => chooseBackend('wasm'))

/** Numbers of the unit box, most of them at its ends. */
const wild = (size: number): Float32Array =>
  Float32Array.from({ length: size }, (_, i) => Math.max(-1, Math.min(1, 3 * Math.sin(i * 78.233))))

function tiles(fields: Record<string, unknown>) {
  const problem = tinyProblem(0.03, { 'device.bitsPerDevice': 2, ...fields })
  const erring = problem.hardware.erring(setSize(problem.design))
  const { units, count } = scopeOf({ ...problem, layout, plan: planOf(problem.design) }, 'tile')
  return { ...problem, erring, units, count, errors: erring.set.perturbation(wild(erring.set.size)) }
}

describe('parts of a network', () => {
  it.each([
    ['sign-magnitude', 128, 128, {}],
    ['differential', 100, 48, {}],
    ['offset', 30, 9, {}],
    // A weight wider than a tile lies where it begins: some tiles then hold none.
    ['differential', 64, 8, { 'weights.bits': 8, 'device.bitsPerDevice': 1 }],
  ])('of %s on %d x %d tiles are those that share a tile of correlated errors', (scheme, rows, columns, bits) => {
    const { design, units } = tiles({ 'mapping.scheme': scheme, 'crossbar.rows': rows, 'crossbar.columns': columns, ...bits })
    const parts = partsOf(design, layout)
    const expected = new Map<number, number[]>()
    weightPlaces(layout).places.forEach((place, i) => expected.set(units[i] ?? 0, [...(expected.get(units[i] ?? 0) ?? []), place]))
    const found = parts.tiles.map(({ array, weights }) => [...weights].map((weight) => (layout.arrays[array]?.offset ?? 0) + weight))
    expect(found).toEqual([...expected].sort(([a], [b]) => a - b).map(([, places]) => places))
    expect(parts.layers.map(({ layer, weights }) => [layer, weights.length])).toEqual([
      ['conv1', 150],
      ['conv2', 2400],
      ['fc1', 48_000],
      ['fc2', 10_080],
      ['fc3', 840],
    ])
  })

  it('split the errors of a chip, of devices as of weights', () => {
    for (const fields of [{}, { 'crossbar.adcBits': 8 }]) {
      const { design, erring, errors } = tiles({ 'variation.kind': 'device', ...fields })
      expect(erring.of).toBe('crossbar.adcBits' in fields ? 'devices' : 'weights')
      const count = erring.of === 'devices' ? cellsOf(planOf(design)).length : 1
      const sum = new Float32Array(errors.length)
      for (const part of partsOf(design, layout).tiles) {
        const [alone, without] = (['alone', 'without'] as const).map((which) => errorsOf(errors, part, erring, design, which))
        if (alone === undefined || without === undefined) continue
        expect(alone.every((error, i) => error + (without[i] ?? 0) === errors[i])).toBe(true)
        expect(alone.filter((error) => error !== 0).length).toBeLessThanOrEqual(part.weights.length * count)
        alone.forEach((error, i) => (sum[i] = (sum[i] ?? 0) + error))
      }
      expect(sum).toEqual(errors)
    }
  })
})

describe('sensitivity', () => {
  it('is accuracy with the errors of one layer or tile alone, and with all others', async () => {
    const fields = { 'variation.kind': 'box', 'crossbar.rows': 100, 'crossbar.columns': 60 }
    const { executor, programmed, design, images, erring, errors, units, count } = tiles(fields)
    const steps: [number, number][] = []
    const checkpoint = (_: string, done: number, of: number): Promise<void> => Promise.resolve(void steps.push([done, of]))
    const found = await sensitivity({ executor, programmed, erring, errors, design, layout, images, checkpoint })
    const right = async (dW: Float32Array): Promise<number> =>
      (100 * (await executor.evaluate(programmedWith(programmed, dW), images))) / images.length
    expect(found).toMatchObject({ images: 64, clean: await right(new Float32Array(errors.length)), worst: await right(errors) })
    const { places } = weightPlaces(layout)
    for (let unit = 0; unit < count; unit++) {
      const [alone, without] = [new Float32Array(errors.length), errors.slice()]
      places.forEach((place, i) => {
        if (units[i] !== unit) return
        alone[place] = errors[place] ?? 0
        without[place] = 0
      })
      expect(found.tiles[unit]).toMatchObject({ alone: await right(alone), without: await right(without) })
    }
    expect(found.tiles).toHaveLength(count)
    for (const [l, { layer, alone, without }] of found.layers.entries()) {
      const { offset = 0, length = 0, name } = layout.arrays[2 * l] ?? {}
      expect(name).toBe(`${layer}.weight`)
      const inside = (_: number, i: number): boolean => i >= offset && i < offset + length
      expect([alone, without]).toEqual([
        await right(errors.map((error, i) => (inside(error, i) ? error : 0))),
        await right(errors.map((error, i) => (inside(error, i) ? 0 : error))),
      ])
    }
    expect(new Set(found.layers.map(({ alone }) => alone)).size).toBeGreaterThan(1)
    expect(steps.map(([done]) => done)).toEqual(Array.from({ length: steps.length }, (_, i) => i))
    expect(steps.every(([, of]) => of === steps.length)).toBe(true)
  })
})
