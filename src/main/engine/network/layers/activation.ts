import * as tf from '@tensorflow/tfjs-core'
import { activate, activationGradient, type ActivationAttributes } from '../../backend/kernels/activation'
import { channelSums } from '../../backend/kernels/channels'
import { inputOf, type Operation, type Situation } from './operation'

/** Bias (none behind a batch norm or a sum), rectifier, quantiser and pooling. Source: METHODS 1, activations. */
export const activation: Operation = {
  forward: (at) => ({ value: activate(inputOf(at), biasOf(at), attributesOf(at)) }),
  backward(at, wanted) {
    const x = inputOf(at)
    const slope = activationGradient(x, biasOf(at), at.slope, attributesOf(at))
    return {
      inputs: [slope],
      ...(wanted.digital && at.arrays.length > 0 ? { arrays: [channelSums(slope)] } : {}),
    }
  },
}

const attributesOf = ({ node, clip, levels, arrays }: Situation): ActivationAttributes => ({
  clip,
  levels,
  pool: node.pool,
  unbiased: arrays.length === 0,
})

function biasOf(at: Situation): tf.Tensor {
  return at.arrays[0] ?? tf.zeros([inputOf(at).shape.at(-1) ?? 0])
}
