import { deflateSync, inflateSync } from 'node:zlib'

/**
 * Numbers as a BLOB: float32, little endian, first bytes of all of them, then second ones and so on, deflated. A search
 * moves in equal steps, so that bytes of a place are much alike.
 */
export function pack(numbers: Float32Array): Buffer {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength)
  const planes = new Uint8Array(bytes.length)
  for (let i = 0; i < numbers.length; i++) for (let b = 0; b < 4; b++) planes[b * numbers.length + i] = bytes[4 * i + b] ?? 0
  return deflateSync(planes)
}

export function unpack(packed: Uint8Array): Float32Array {
  const planes = inflateSync(packed)
  const numbers = new Float32Array(planes.length / 4)
  const bytes = new Uint8Array(numbers.buffer)
  for (let i = 0; i < numbers.length; i++) for (let b = 0; b < 4; b++) bytes[4 * i + b] = planes[b * numbers.length + i] ?? 0
  return numbers
}
