import * as tf from '@tensorflow/tfjs-core'
import { channelSums } from '../../backend/kernels/channels'
import { arrayOf, inputOf, type Operation } from './operation'

/** A bias that no activation follows: the logits'. */
export const bias: Operation = {
  forward: (at) => ({ value: tf.add(inputOf(at), arrayOf(at)) }),
  backward: ({ slope }, wanted) => ({ inputs: [slope], ...(wanted.digital ? { arrays: [channelSums(slope)] } : {}) }),
}
