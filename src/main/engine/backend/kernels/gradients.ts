import * as tf from '@tensorflow/tfjs-core'

/**
 * Gradients of the few core operations that networks here use. tfjs-core's own table of gradients comes in a form
 * that Node cannot load beside its CommonJS build, and most of it would never be called.
 */
const gradients: tf.GradConfig[] = [
  {
    kernelName: tf.Conv2D,
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, saved, attrs) => {
      const [x, filter] = saved as [tf.Tensor4D, tf.Tensor4D]
      const { strides, pad, dataFormat } = attrs as unknown as { strides: number; pad: 'same' | 'valid'; dataFormat: 'NHWC' }
      const shared = { strides, pad, dataFormat, dimRoundingMode: undefined }
      const run = (kernel: string, inputs: tf.NamedTensorMap, own: object): tf.Tensor =>
        tf.engine().runKernel(kernel, inputs, { ...shared, ...own } as unknown as tf.NamedAttrMap) as tf.Tensor
      return {
        x: () => run(tf.Conv2DBackpropInput, { dy: one(dy), filter }, { inputShape: x.shape }),
        filter: () => run(tf.Conv2DBackpropFilter, { x, dy: one(dy) }, { filterShape: filter.shape }),
      }
    },
  },
  {
    kernelName: tf.BatchMatMul,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved, attrs) => {
      const [a, b] = saved as [tf.Tensor3D, tf.Tensor3D]
      const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean }
      if (transposeA || transposeB) throw new Error('products here are differentiated untransposed')
      return { a: () => tf.matMul(one(dy), b, false, true), b: () => tf.matMul(a, one(dy), true, false) }
    },
  },
  {
    kernelName: tf.Reshape,
    inputsToSave: ['x'],
    gradFunc: (dy, saved) => ({ x: () => tf.reshape(one(dy), shapeOf(saved)) }),
  },
  {
    kernelName: tf.Add,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor]
      return { a: () => reduceTo(one(dy), a.shape), b: () => reduceTo(one(dy), b.shape) }
    },
  },
  {
    kernelName: tf.Multiply,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, saved) => {
      const [a, b] = saved as [tf.Tensor, tf.Tensor]
      return { a: () => reduceTo(tf.mul(one(dy), b), a.shape), b: () => reduceTo(tf.mul(one(dy), a), b.shape) }
    },
  },
  {
    kernelName: tf.Sum,
    inputsToSave: ['x'],
    gradFunc: (dy, saved, attrs) => {
      const shape = shapeOf(saved)
      const axes = tf.util.parseAxisParam((attrs as unknown as { axis: number[] }).axis, shape)
      const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
      return { x: () => tf.mul(tf.reshape(one(dy), kept), tf.ones(shape)) }
    },
  },
]

function one(dy: tf.Tensor | tf.Tensor[]): tf.Tensor {
  if (Array.isArray(dy)) throw new Error('an operation with one result has one slope')
  return dy
}

function shapeOf(saved: tf.Tensor[]): number[] {
  const x = saved[0]
  if (x === undefined) throw new Error('the operation saves its input')
  return x.shape
}

/** Sums a slope over the axes along which its operand was broadcast. */
function reduceTo(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape)
  return tf.reshape(axes.length > 0 ? tf.sum(dy, axes) : dy, shape)
}

export function registerGradients(): void {
  for (const gradient of gradients) if (tf.getGradient(gradient.kernelName) === undefined) tf.registerGradient(gradient)
}
