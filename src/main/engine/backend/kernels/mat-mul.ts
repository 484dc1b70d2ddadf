import * as tf from '@tensorflow/tfjs-core'
import { simd } from '../simd'
import { address, allocate } from './arrays'

/** Products of two matrices for the wasm backend from our compiled kernels, whichever of them is transposed. */
export function register(backendName: string): void {
  if (backendName !== 'wasm') return
  const own = tf.getKernel(tf.BatchMatMul, backendName)
  if (own === undefined) throw new Error('the wasm backend has no matrix product')
  tf.unregisterKernel(tf.BatchMatMul, backendName)
  tf.registerKernel({
    ...own,
    kernelFunc(args) {
      const { a, b } = args.inputs as { a: tf.Tensor; b: tf.Tensor }
      const { transposeA, transposeB } = args.attrs as unknown as { transposeA: boolean; transposeB: boolean }
      // Only products of single matrices are ours; tf.matMul reshapes them to batches of one.
      const matrices = a.shape.slice(0, -2).every((n) => n === 1) && b.shape.slice(0, -2).every((n) => n === 1)
      return matrices ? product(args.backend as tf.KernelBackend, a, b, transposeA, transposeB) : own.kernelFunc(args)
    },
  })
}

function product(backend: tf.KernelBackend, a: tf.Tensor, b: tf.Tensor, transposeA: boolean, transposeB: boolean): tf.TensorInfo {
  const [rowsOfA = 1, columnsOfA = 1] = a.shape.slice(-2)
  const [rowsOfB = 1, columnsOfB = 1] = b.shape.slice(-2)
  const [rows, k] = transposeA ? [columnsOfA, rowsOfA] : [rowsOfA, columnsOfA]
  const columns = transposeB ? rowsOfB : columnsOfB
  const lead = a.shape.length >= b.shape.length ? a.shape.slice(0, -2) : b.shape.slice(0, -2)
  const out = allocate(backend, [...lead, rows, columns])
  const kernels = simd()
  const [left, right, to] = [address(backend, a), address(backend, b), address(backend, out)]
  const panels = kernels.room('panels', k * Math.ceil(columns / 8) * 32)
  let plain = right
  if (transposeB) {
    plain = kernels.room('filters', k * columns * 4)
    kernels.transpose(right, plain, rowsOfB, columnsOfB)
  }
  kernels.pack(plain, panels, k, columns)
  if (transposeA) kernels.outerProduct(left, panels, to, k, rows, columns)
  else kernels.product(left, panels, to, rows, k, columns)
  return out
}
