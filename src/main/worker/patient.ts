import { NadirError } from '../../shared/errors'
import type { Executor } from '../engine/compute/executor'

/**
 * An executor that begins a pass again, once, where a thread of the pool died under it: another has taken its place. A
 * pass depends on its weights and images alone, so the numbers are those of an undisturbed one. Throws as the executor
 * does, `worker-died` where it happens again.
 */
export function patient(executor: Executor): Executor {
  const twice =
    <A extends unknown[], R>(pass: (...input: A) => Promise<R>): ((...input: A) => Promise<R>) =>
    (...input) =>
      pass(...input).catch((error: unknown) => {
        if (NadirError.from(error).code !== 'worker-died') throw error
        return pass(...input)
      })
  return {
    width: executor.width,
    evaluate: twice((...input) => executor.evaluate(...input)),
    gradient: twice((...input) => executor.gradient(...input)),
    logits: twice((...input) => executor.logits(...input)),
    distribution: twice((...input) => executor.distribution(...input)),
    certify: twice((...input) => executor.certify(...input)),
  }
}
