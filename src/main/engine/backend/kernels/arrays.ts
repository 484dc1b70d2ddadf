import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'

/** Adding and subtracting 1.5 x 2^52 rounds a double to the nearest integer, ties to even. */
export const ROUND = 6755399441055744

/** The parts of tfjs-backend-wasm and tfjs-backend-cpu that give a kernel its arrays without a copy. */
interface ArrayBackend extends KernelBackend {
  typedArrayFromHeap?: (info: TensorInfo) => Float32Array
  makeOutput?: (shape: number[], dtype: 'float32') => TensorInfo
  dataIdMap?: { get: (id: object) => { memoryOffset: number } | undefined }
  data?: { get: (id: object) => { values: Float32Array } }
  makeTensorInfo?: (shape: number[], dtype: 'float32', values: Float32Array) => TensorInfo
}

/** The numbers of a float32 tensor, as a view. On wasm it is valid until the next allocation only. */
export function view(backend: KernelBackend, info: TensorInfo): Float32Array {
  const arrays = backend as ArrayBackend
  if (arrays.typedArrayFromHeap !== undefined) return arrays.typedArrayFromHeap(info)
  if (arrays.data !== undefined) return arrays.data.get(info.dataId).values
  throw new Error('this backend does not show its arrays')
}

/** Where a tensor's numbers lie in the memory of the wasm backend. */
export function address(backend: KernelBackend, info: TensorInfo): number {
  const place = (backend as ArrayBackend).dataIdMap?.get(info.dataId)?.memoryOffset
  if (place === undefined) throw new Error('this tensor is not in the memory of the wasm backend')
  return place
}

/** A new float32 tensor, its numbers undefined. */
export function allocate(backend: KernelBackend, shape: number[]): TensorInfo {
  const arrays = backend as ArrayBackend
  // backend-cpu has a makeOutput too, of another form.
  if (arrays.typedArrayFromHeap !== undefined && arrays.makeOutput !== undefined) return arrays.makeOutput(shape, 'float32')
  if (arrays.makeTensorInfo !== undefined) {
    return arrays.makeTensorInfo(shape, 'float32', new Float32Array(shape.reduce((a, b) => a * b, 1)))
  }
  throw new Error('this backend does not show its arrays')
}
