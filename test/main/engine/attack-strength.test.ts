import { describe, expect, it } from 'vitest'
import { createObjective } from '../../../src/main/engine/attack/objective'
import strongest from '../../../src/main/engine/attack/strongest'
import { CounterRandom } from '../../../src/shared/rng'
import { lowestVertex, twoLayers } from '../../support/two-layers'

const shapes: [number, number, number][] = [
  [2, 2, 2],
  [2, 2, 3],
  [3, 2, 3],
]

/** What `strongest` finds with 600 gradient passes, and what all vertices hold. */
async function compare(seed: number): Promise<{ seed: number; found: number; vertex: number }> {
  const random = new CounterRandom(seed, 'shuffle')
  const shape = shapes[seed % shapes.length] ?? [2, 2, 2]
  const network = twoLayers(seed, shape, 40, 0.05 + 0.4 * random.unit(1, 0, 0))
  const { set, executor, weights, images, accuracy } = network
  const programmed = { values: weights, scales: [1] }
  const objective = createObjective({ executor, programmed, set, surrogate: 'p2', attack: images, scored: images })
  const params = strongest.params.parse({ budget: 600 })
  const { z } = await strongest.run({ set, objective, params, radius: 1, seed, report: () => undefined })
  expect(z.every((value) => Math.abs(value) <= 1)).toBe(true)
  return { seed, found: accuracy(z), vertex: lowestVertex(network) }
}

describe('strongest, where all vertices can be tried', () => {
  it('reaches the lowest vertex or lower in at least 95 % of 200 random networks', async () => {
    const cases = await Promise.all(Array.from({ length: 200 }, (_, i) => compare(i + 1)))
    const missed = cases.filter(({ found, vertex }) => found > vertex)
    const lower = cases.filter(({ found, vertex }) => found < vertex)
    process.stdout.write(
      `strongest: ${cases.length - missed.length} of ${cases.length} at the lowest vertex or lower, ${lower.length} lower\n` +
        missed.map(({ seed, found, vertex }) => `  network ${seed}: found ${found}, lowest vertex ${vertex}\n`).join(''),
    )
    expect(missed.length).toBeLessThanOrEqual(10)
  }, 120_000)
})
