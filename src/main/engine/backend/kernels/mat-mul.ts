import * as tf from '@tensorflow/tfjs-core'

/**
 * tfjs-backend-wasm multiplies transposed operands with a slow loop; transposing first and using its fast product
 * is several times faster and gives the products of the backward pass. Other backends keep their own kernel.
 */
export function register(backendName: string): void {
  if (backendName !== 'wasm') return
  const kernel = tf.getKernel(tf.BatchMatMul, backendName)
  if (kernel === undefined) throw new Error('the wasm backend has no matrix product')
  tf.unregisterKernel(tf.BatchMatMul, backendName)
  tf.registerKernel({
    ...kernel,
    kernelFunc: (parameters) => {
      const attrs = parameters.attrs as unknown as { transposeA: boolean; transposeB: boolean }
      if (!attrs.transposeA && !attrs.transposeB) return kernel.kernelFunc(parameters)
      const { a, b } = parameters.inputs as { a: tf.Tensor; b: tf.Tensor }
      return tf.tidy(() => {
        const inputs = { a: attrs.transposeA ? swapLast(a) : a, b: attrs.transposeB ? swapLast(b) : b }
        return tf.engine().runKernel<tf.Tensor>(tf.BatchMatMul, inputs, { transposeA: false, transposeB: false })
      })
    },
  })
}

function swapLast(x: tf.Tensor): tf.Tensor {
  const order = x.shape.map((_, i) => i)
  const last = order.length - 1
  order[last] = last - 1
  order[last - 1] = last
  // Kernels receive plain tensor infos; the op wants a tensor.
  return tf.engine().runKernel<tf.Tensor>(tf.Transpose, { x }, { perm: order })
}
