import * as tf from '@tensorflow/tfjs-core'
import module from './assembly/index.ts?assembly'

type Kernel = (...numbers: number[]) => number

const kernelNames = [
  'affine',
  'channelProducts',
  'channelSquares',
  'channelSums',
  'combine',
  'pack',
  'product',
  'outerProduct',
  'convolve',
  'countNonzero',
  'filterGradientDense',
  'filterGradientSparse',
  'inputGradientSparse',
  'activate',
  'activatePooled',
  'activationGradient',
  'activationGradientPooled',
  'fromLanes',
  'toLanes',
  'transpose',
  'turn',
  'clear',
  'digits',
  'gather',
  'readTiles',
  'windows',
] as const
type KernelName = (typeof kernelNames)[number]

/** Our compiled kernels on the memory of the wasm backend. Addresses and sizes are plain numbers. */
export type Simd = Record<KernelName, Kernel> & {
  /** Address of some room that a kernel may use until it returns, its contents whatever they were. */
  room(name: 'images' | 'panels' | 'sums' | 'filters' | 'digits' | 'windows' | 'line', bytes: number): number
  /** The same, filled with zeros. */
  zeros(name: 'images', bytes: number): number
  /** Address of whole numbers that a kernel reads as a structure, good until the next call. */
  structure(numbers: readonly number[]): number
  /** Address of numbers that a kernel reads, good until the next call. */
  floats(numbers: readonly number[]): number
}

/** The parts of tfjs-backend-wasm that show its memory. */
interface WasmModule {
  asm: Record<string, unknown>
  _malloc(bytes: number): number
  _free(address: number): void
}

let opened: Simd | undefined

/** The kernels of this thread, which must have loaded the wasm backend. */
export function simd(): Simd {
  opened ??= open((tf.findBackend('wasm') as unknown as { wasm: WasmModule }).wasm)
  return opened
}

function open(wasm: WasmModule): Simd {
  const memory = Object.values(wasm.asm).find((value) => value instanceof WebAssembly.Memory)
  if (memory === undefined) throw new Error('the wasm backend does not show its memory')
  const compiled = new WebAssembly.Module(Buffer.from(module, 'base64'))
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } })
  const kernels = Object.fromEntries(kernelNames.map((name) => [name, exports[name] as Kernel])) as Record<KernelName, Kernel>
  const rooms = new Map<string, { address: number; bytes: number }>()
  const room = (name: string, bytes: number): number => {
    const known = rooms.get(name)
    if (known !== undefined && known.bytes >= bytes) return known.address
    if (known !== undefined) wasm._free(known.address)
    // A last vector may reach over the end by up to three numbers.
    const address = wasm._malloc(bytes + 16)
    if (address === 0) throw new Error(`no memory for ${bytes} bytes of ${name}`)
    rooms.set(name, { address, bytes })
    return address
  }
  const write = (name: string, array: typeof Int32Array | typeof Float32Array, numbers: readonly number[]): number => {
    const address = room(name, numbers.length * 4)
    new array(memory.buffer, address, numbers.length).set(numbers)
    return address
  }
  return {
    ...kernels,
    room,
    zeros(name, bytes) {
      const address = room(name, bytes)
      new Uint8Array(memory.buffer, address, bytes + 16).fill(0)
      return address
    },
    structure: (numbers) => write('structure', Int32Array, numbers),
    floats: (numbers) => write('floats', Float32Array, numbers),
  }
}
