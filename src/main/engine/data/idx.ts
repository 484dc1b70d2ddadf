import { NadirError } from '../../../shared/errors'

/**
 * Reads an IDX file of unsigned bytes, as MNIST comes in.
 * Source: LeCun, "The MNIST database": magic 0x000008dd (dd dimensions), big-endian sizes, then the bytes.
 * Returns a view into `bytes`. Throws data-damaged naming file, offset, what was expected and what came.
 */
export function parseIdx(bytes: Uint8Array, where: string, dimensions: number): { shape: number[]; values: Uint8Array } {
  const fail = (message: string): NadirError =>
    new NadirError('data-damaged', `${where}: ${message}`, { hint: 'Install the data set again; nothing was loaded.' })
  const start = 4 + 4 * dimensions
  if (bytes.length < start) throw fail(`${bytes.length} bytes, expected a header of ${start}`)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const magic = view.getUint32(0)
  const expected = 0x0800 + dimensions
  if (magic !== expected)
    throw fail(`magic number 0x${magic.toString(16).padStart(8, '0')} at offset 0, expected 0x${expected.toString(16).padStart(8, '0')}`)
  const shape = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i))
  const size = shape.reduce((a, b) => a * b, 1)
  if (bytes.length !== start + size) throw fail(`${bytes.length} bytes for shape ${shape.join(' x ')}, expected ${start + size}`)
  return { shape, values: bytes.subarray(start) }
}
