import * as tf from '@tensorflow/tfjs-core'
import { arrayOf, inputOf, type Operation } from './operation'
import { byDevices, tiledProduct, weightsOf } from './tiled'

/** Dense layer, weights [in, out], without its bias; images are flattened height, width, channels first. */
export const dense: Operation = {
  forward(at) {
    const [x, array] = [flat(inputOf(at)), arrayOf(at)]
    return { value: at.tiled === undefined ? tf.matMul(x, array) : tiledProduct(x, array, at.tiled) }
  },
  backward(at, wanted) {
    const slope = at.slope as tf.Tensor2D
    const [x, array, tiled] = [inputOf(at), arrayOf(at), at.tiled]
    const weight = tiled === undefined ? array : weightsOf(array, tiled)
    const gradient = tf.matMul(flat(x), slope, true, false)
    return {
      arrays: [tiled === undefined ? gradient : byDevices(gradient, array, tiled)],
      ...(wanted.inputs ? { inputs: [tf.reshape(tf.matMul(slope, weight, false, true), x.shape)] } : {}),
    }
  },
}

function flat(x: tf.Tensor): tf.Tensor2D {
  return x.rank === 2 ? (x as tf.Tensor2D) : tf.reshape(x, [x.shape[0] ?? 0, -1])
}
