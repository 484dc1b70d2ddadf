import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { attacks } from '../../src/main/engine/attack'
import { chooseBackend } from '../../src/main/engine/backend/choose'
import { attackFields, listMethods } from '../../src/main/engine/registry'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'
import { NadirError } from '../../src/shared/errors'
import { createObjective } from '../../src/main/engine/attack/objective'
import { variationKinds } from '../../src/shared/variation-fields'
import { tinyProblem } from '../support/tiny'

beforeAll(() => chooseBackend('wasm'))

/** Settings under which a search is short. */
const short = { steps: 3, batch: 32, epochs: 2, rounds: 2, budget: 12, rate: 0.01 }

describe.each([...attacks])('the search %s', (_, attack) => {
  const params = attack.params.parse(short)
  const radius = 0.03
  const run = async () => {
    const problem = tinyProblem(radius)
    const objective = problem.objective()
    const losses: number[] = []
    const finding = await attack.run({ set: problem.set, objective, params, radius, seed: 5, report: ({ loss }) => losses.push(loss) })
    return { ...problem, objective, losses, finding }
  }

  it('has defaults for every parameter and a description that the form can show', () => {
    expect(() => attack.params.parse({})).not.toThrow()
    expect([attack.label, attack.source, attack.summary].every((text) => text.length > 2)).toBe(true)
    expect(attack.passes(params)).toBeGreaterThan(0)
  })

  it('gives the same error for the same seed, inside the box to the last bit, all finite', async () => {
    const [a, b] = [await run(), await run()]
    expect(b.finding).toEqual(a.finding)
    const dW = a.set.perturbation(a.finding.z)
    expect(dW.every((d, i) => d >= (a.set.low[i] ?? 0) && d <= (a.set.high[i] ?? 0))).toBe(true)
    expect(a.losses.length).toBeGreaterThan(0)
    expect(a.losses.every(Number.isFinite)).toBe(true)
  })

  it('lowers the accuracy of the golden network, leaves its inputs alone and no tensor behind', async () => {
    const before = tf.memory().numTensors
    const { programmed, objective, finding } = await run()
    const clean = tinyProblem().programmed
    expect(programmed).toEqual(clean)
    await objective.accuracy(finding.z)
    expect(objective.lowest?.accuracy).toBeLessThan(95)
    expect(tf.memory().numTensors).toBe(before)
  })

  it.each(variationKinds)('runs on the variation %s unchanged: inside its interval, and downhill', async (kind) => {
    const problem = tinyProblem(radius, { 'variation.kind': kind, 'device.preset': 'pcm', 'variation.rho': 0.5 })
    const { set } = problem
    const objective = problem.objective()
    const finding = await attack.run({ set, objective, params, radius: problem.reach, seed: 5, report: () => undefined })
    expect(finding.z.every((value) => Math.abs(value) <= 1)).toBe(true)
    expect(set.perturbation(finding.z).every((d, i) => d >= (set.low[i] ?? 0) && d <= (set.high[i] ?? 0))).toBe(true)
    await objective.accuracy(finding.z)
    expect(objective.lowest?.accuracy).toBeLessThan(98)
  })

  it('stops at once when it is cancelled', async () => {
    const { executor, programmed, set, images } = tinyProblem(radius)
    let passes = 0
    const objective = createObjective({
      executor,
      programmed,
      set,
      surrogate: 'p2',
      attack: images,
      scored: images,
      checkpoint: () => (++passes > 1 ? Promise.reject(new NadirError('cancelled', 'enough')) : Promise.resolve()),
    })
    await expect(attack.run({ set, objective, params, radius, seed: 5, report: () => undefined })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(passes).toBe(2)
  })

  it('goes through nested boxes in one pass, where it can, each finding inside its own box', async () => {
    if (attack.curve === undefined) return
    const { set, objective } = tinyProblem(radius)
    const radii = [0.01, 0.02, 0.03]
    const findings = await attack.curve.run({ set, objective: objective(), params, radius, radii, seed: 5, report: () => undefined })
    expect(findings.map((finding) => finding.radius)).toEqual(radii)
    for (const { z: at } of findings) expect(at.every((value) => Math.abs(value) <= 1)).toBe(true)
  })
})

describe('the fields that searches add', () => {
  it('have one schema a name, whichever search asks for it', () => {
    const schemas = new Map<string, string>()
    for (const attack of attacks.values()) {
      const shape = 'shape' in attack.params ? (attack.params.shape as Record<string, z.ZodType>) : {}
      for (const [name, schema] of Object.entries(shape)) {
        const text = JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))
        expect(schemas.get(name) ?? text, name).toBe(text)
        schemas.set(name, text)
      }
    }
  })

  it('are fields of the spec with help, and every method is listed once', () => {
    const table = createFieldTable(attackFields())
    expect(parseSpec(table, {}).fields['attack.momentum']).toBe(0.9)
    for (const { info } of table.values())
      expect(
        [info.label, info.help].every((text) => text.length > 0),
        info.name,
      ).toBe(true)
    const ids = listMethods().map(({ kind, id }) => `${kind}:${id}`)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
