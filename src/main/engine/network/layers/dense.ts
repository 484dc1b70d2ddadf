import * as tf from '@tensorflow/tfjs-core'
import { arrayOf, inputOf, type Operation } from './operation'

/** Dense layer, weights [in, out], without its bias; images are flattened height, width, channels first. */
export const dense: Operation = {
  forward: (at) => ({ value: tf.matMul(flat(inputOf(at)), arrayOf(at)) }),
  backward(at, wanted) {
    const slope = at.slope as tf.Tensor2D
    const [x, weight] = [inputOf(at), arrayOf(at) as tf.Tensor2D]
    return {
      arrays: [tf.matMul(flat(x), slope, true, false)],
      ...(wanted.inputs ? { inputs: [tf.reshape(tf.matMul(slope, weight, false, true), x.shape)] } : {}),
    }
  },
}

function flat(x: tf.Tensor): tf.Tensor2D {
  return x.rank === 2 ? (x as tf.Tensor2D) : tf.reshape(x, [x.shape[0] ?? 0, -1])
}
