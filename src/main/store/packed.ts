import { deflateSync, inflateSync } from 'node:zlib'

/** Numbers as a BLOB: float32, little endian, deflated. */
export function pack(numbers: Float32Array): Buffer {
  return deflateSync(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength))
}

export function unpack(packed: Uint8Array): Float32Array {
  // A copy: Node's buffers need not begin where a float32 may.
  return new Float32Array(new Uint8Array(inflateSync(packed)).buffer)
}
