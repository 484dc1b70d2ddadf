import { unzipSync, zipSync } from 'fflate'
import { NadirError } from '../../../shared/errors'

/** A NumPy array: row-major numbers and their shape. */
export interface NpyArray {
  shape: number[]
  values: Float32Array | Float64Array | Int8Array | Uint8Array | Int16Array | Int32Array | BigInt64Array
}

const readers: Record<string, (buffer: ArrayBuffer) => NpyArray['values']> = {
  '<f4': (b) => new Float32Array(b),
  '<f8': (b) => new Float64Array(b),
  '|i1': (b) => new Int8Array(b),
  '|u1': (b) => new Uint8Array(b),
  '|b1': (b) => new Uint8Array(b),
  '<i2': (b) => new Int16Array(b),
  '<i4': (b) => new Int32Array(b),
  '<i8': (b) => new BigInt64Array(b),
}

/** Reads a .npy file (format 1 to 3, little endian); column-major arrays are turned. Throws data-damaged naming `where`. */
export function parseNpy(bytes: Uint8Array, where: string): NpyArray {
  const fail = (message: string): NadirError =>
    new NadirError('data-damaged', `${where}: ${message}`, { hint: 'Save the array again with numpy.save or numpy.savez.' })
  if (bytes.length < 12 || bytes[0] !== 0x93 || String.fromCharCode(...bytes.subarray(1, 6)) !== 'NUMPY') throw fail('not a NumPy array')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const long = (bytes[6] ?? 1) >= 2
  const start = long ? 12 : 10
  const length = long ? view.getUint32(8, true) : view.getUint16(8, true)
  const header = new TextDecoder().decode(bytes.subarray(start, start + length))
  const descr = /'descr':\s*'([^']+)'/.exec(header)?.[1] ?? ''
  const shape = (/'shape':\s*\(([^)]*)\)/.exec(header)?.[1] ?? '')
    .split(',')
    .filter((part) => part.trim() !== '')
    .map(Number)
  const reader = readers[descr]
  if (reader === undefined) throw fail(`numbers of type ${descr} are not read`)
  const body = bytes.slice(start + length)
  const values = reader(body.buffer)
  const expected = shape.reduce((a, b) => a * b, 1)
  if (values.length !== expected) throw fail(`${values.length} numbers, expected ${expected}`)
  if (shape.length > 1 && /'fortran_order':\s*True/.test(header)) turnRowMajor(shape, values)
  return { shape, values }
}

function turnRowMajor(shape: number[], values: NpyArray['values']): void {
  const source = values.slice()
  const index = shape.map(() => 0)
  for (let i = 0; i < values.length; i++) {
    let from = 0
    for (let axis = shape.length - 1; axis >= 0; axis--) from = from * (shape[axis] ?? 1) + (index[axis] ?? 0)
    values[i] = source[from] ?? 0
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1
      index[axis] = next === shape[axis] ? 0 : next
      if (next !== shape[axis]) break
    }
  }
}

/** Reads every array of a .npz file. Throws data-damaged naming `where`. */
export function parseNpz(bytes: Uint8Array, where: string): Map<string, NpyArray> {
  let files: Record<string, Uint8Array>
  try {
    files = unzipSync(bytes)
  } catch (error) {
    throw new NadirError('data-damaged', `${where}: not a zip archive`, { hint: 'Save it again with numpy.savez.', cause: error })
  }
  return new Map(Object.entries(files).map(([name, body]) => [name.replace(/\.npy$/, ''), parseNpy(body, `${where}, ${name}`)]))
}

/** Writes float32 arrays as a .npz file, as numpy.savez_compressed would. */
export function encodeNpz(arrays: Record<string, { shape: number[]; values: Float32Array }>): Uint8Array {
  const files: Record<string, Uint8Array> = {}
  for (const [name, { shape, values }] of Object.entries(arrays)) {
    const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`
    const header = dictionary.padEnd(Math.ceil((dictionary.length + 11) / 64) * 64 - 11) + '\n'
    const bytes = new Uint8Array(10 + header.length + values.length * 4)
    bytes.set([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 255, header.length >> 8, ...Buffer.from(header, 'latin1')])
    const view = new DataView(bytes.buffer)
    values.forEach((value, i) => view.setFloat32(10 + header.length + 4 * i, value, true))
    files[`${name}.npy`] = bytes
  }
  return zipSync(files)
}
