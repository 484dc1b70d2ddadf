import { describe, expect, it } from 'vitest'
import { patient } from '../../../src/main/worker/patient'
import type { Executor } from '../../../src/main/engine/compute/executor'
import { NadirError } from '../../../src/shared/errors'

const weights = new Float32Array([1, 2])
const images = Uint32Array.of(3, 4)

/** An executor whose passes fail with these codes, one after the other, and then answer. */
function failing(...codes: ('worker-died' | 'cancelled')[]): { executor: Executor; asked: unknown[][] } {
  const asked: unknown[][] = []
  const pass =
    <R>(result: R) =>
    (...input: unknown[]): Promise<R> => {
      asked.push(input)
      const code = codes.shift()
      return code === undefined ? Promise.resolve(result) : Promise.reject(new NadirError(code, 'as asked'))
    }
  const gradient = { gradient: new Float64Array(2), loss: 1, correct: 2 }
  return {
    asked,
    executor: {
      width: 3,
      evaluate: pass(7),
      gradient: pass(gradient),
      logits: pass(new Float32Array(2)),
      distribution: pass({ tops: [], histograms: [] }),
      certify: pass(new Float64Array(2)),
    },
  }
}

describe('a pass under which a thread dies', () => {
  it('begins again with the same input, once', async () => {
    const { executor, asked } = failing('worker-died')
    const calm = patient(executor)
    expect(calm.width).toBe(3)
    expect(await calm.gradient(weights, images, 'p2', { training: true })).toMatchObject({ loss: 1, correct: 2 })
    expect(asked).toEqual([
      [weights, images, 'p2', { training: true }],
      [weights, images, 'p2', { training: true }],
    ])
  })

  it('fails where it dies twice, and at once where it was cancelled', async () => {
    const twice = failing('worker-died', 'worker-died')
    await expect(patient(twice.executor).evaluate(weights, images)).rejects.toMatchObject({ code: 'worker-died' })
    expect(twice.asked).toHaveLength(2)
    const stopped = failing('cancelled')
    await expect(patient(stopped.executor).logits(weights, images)).rejects.toMatchObject({ code: 'cancelled' })
    expect(stopped.asked).toHaveLength(1)
  })
})
