import * as tf from '@tensorflow/tfjs-core'
import { allocate, view } from './arrays'

const ROWS = 'NadirRows'

/** Some images of a batch: rows of the first axis, copied whole. The wasm backend's own gather walks element by element. */
export function takeRows(x: tf.Tensor, rows: readonly number[]): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(ROWS, { x }, { rows: [...rows] })
}

function onArrays(args: { inputs: unknown; backend: unknown; attrs?: unknown }): tf.TensorInfo {
  const { x } = args.inputs as { x: tf.Tensor }
  const { rows } = args.attrs as { rows: number[] }
  const backend = args.backend as tf.KernelBackend
  const out = allocate(backend, [rows.length, ...x.shape.slice(1)])
  const [X, Y] = [view(backend, x), view(backend, out)]
  const size = Y.length / rows.length
  rows.forEach((row, i) => Y.set(X.subarray(row * size, (row + 1) * size), i * size))
  return out
}

function onTensors(args: { inputs: unknown; attrs?: unknown }): tf.TensorInfo {
  const { x } = args.inputs as { x: tf.Tensor }
  const { rows } = args.attrs as { rows: number[] }
  return tf.tidy(() => tf.gather(x, tf.tensor1d(rows, 'int32')))
}

export function register(backendName: string): void {
  tf.registerKernel({ kernelName: ROWS, backendName, kernelFunc: backendName === 'tensorflow' ? onTensors : onArrays })
}
