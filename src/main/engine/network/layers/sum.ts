import * as tf from '@tensorflow/tfjs-core'
import type { Operation } from './operation'

/** Residual sum of two values of one shape. */
export const sum: Operation = {
  forward({ inputs: [a, b] }) {
    if (a === undefined || b === undefined) throw new Error('a sum takes two values')
    return { value: tf.add(a, b) }
  },
  backward: ({ slope }) => ({ inputs: [slope, slope] }),
}
