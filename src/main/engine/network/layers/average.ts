import * as tf from '@tensorflow/tfjs-core'
import { inputOf, type Operation } from './operation'

/** Mean over height and width: [B,H,W,C] to [B,C]. */
export const average: Operation = {
  forward: (at) => ({ value: tf.mean(inputOf(at), [1, 2]) }),
  backward(at) {
    const [batch = 0, height = 0, width = 0, channels = 0] = inputOf(at).shape
    const part = tf.mul(at.slope, 1 / (height * width))
    return { inputs: [tf.tile(tf.reshape(part, [batch, 1, 1, channels]), [1, height, width, 1])] }
  },
}
