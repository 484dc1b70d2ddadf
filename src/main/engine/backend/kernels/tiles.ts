import * as tf from '@tensorflow/tfjs-core'
import { simd } from '../simd'
import { address, allocate } from './arrays'
import { digit, readColumns } from './converter'
import { borderedBytes, geometry, geometryOf, panelBytes, type Four } from './geometry'

const TILES = 'NadirTiles'

/** How tiles compute a product. */
export interface TilesAttributes {
  /** Rows of a tile. */
  rows: number
  /** Input of the largest level, and that level; level 0 for analog inputs, which are cut at 1. */
  clip: number
  levels: number
  /** Digits of an input, and values of a digit. */
  digits: number
  base: number
  /** Distance of two codes, and the largest code. */
  step: number
  codes: number
  /** What a column counts, one a device of a weight. */
  shares: number[]
  /** Factor on what each column of each tile reads, [tiles, columns]; none where it is absent. */
  gains?: Float32Array
  /** How the product is a convolution; absent for a dense layer. */
  convolution?: { stride: number; padding: 'same' | 'valid' }
}

/**
 * What the converters of all tiles read, shifted and added:
 * `sum over digits k, tiles and devices of base^k share gain code`, code = min(max(round(column / step), 0), codes), ties to
 * even. `x` [B, in] or [B, H, W, C], `devices` [in.., outputs times devices], in levels; result [.., outputs], whole numbers
 * without gains. Throws where gains are not one a column of each tile.
 */
export function readProduct(x: tf.Tensor, devices: tf.Tensor, attributes: TilesAttributes): tf.Tensor {
  const { gains, rows } = attributes
  const wanted = tileCount(devices, rows) * (devices.shape.at(-1) ?? 0)
  if (gains !== undefined && gains.length !== wanted) throw new Error(`${gains.length} gains for ${wanted} columns of tiles`)
  return tf.engine().runKernel<tf.Tensor>(TILES, { x, devices }, { ...attributes })
}

interface Arguments {
  inputs: unknown
  backend: unknown
  attrs?: unknown
}

export function register(backendName: string): void {
  const kernelFunc = backendName === 'wasm' ? compiled : composed
  tf.registerKernel({ kernelName: TILES, backendName, kernelFunc: (args) => kernelFunc(args) })
}

/** The plain product of a layer: of inputs with a matrix [in.., columns], whatever its last axis. */
export function plainProduct(x: tf.Tensor, matrix: tf.Tensor, convolution: TilesAttributes['convolution']): tf.Tensor {
  if (convolution === undefined) return tf.matMul(x, matrix)
  return tf.conv2d(x as tf.Tensor4D, matrix as tf.Tensor4D, convolution.stride, convolution.padding)
}

/** Out of whole products, in each of which the rows of other tiles are zero. */
function composed({ inputs, attrs }: Arguments): tf.TensorInfo {
  const { x, devices } = inputs as { x: tf.Tensor; devices: tf.Tensor }
  const attributes = attrs as TilesAttributes
  const { rows, base } = attributes
  const tiles = tileCount(devices, rows)
  const columns = devices.shape.at(-1) ?? 0
  return tf.tidy(() =>
    Array.from(columnSums(x, devices, attributes), (sums, i) => {
      const from = (i % tiles) * columns
      const gains = attributes.gains?.subarray(from, from + columns)
      return tf.mul(readColumns(sums, { ...attributes, ...(gains && { gains }) }), base ** Math.floor(i / tiles))
    }).reduce((a, b) => tf.add(a, b)),
  )
}

/**
 * What the converters read: the sums of all columns, digit by digit from the lowest and in each tile by tile.
 * `x` and `devices` as `readProduct` takes them; each [.., outputs times devices].
 */
export function* columnSums(x: tf.Tensor, devices: tf.Tensor, attributes: TilesAttributes): Generator<tf.Tensor> {
  const { rows, clip, levels, digits, base, convolution } = attributes
  const tiles = tilesOf(devices, rows)
  for (let k = 0; k < digits; k++) {
    const input = digit(x, { clip, levels, below: base ** k, base })
    for (const tile of tiles) yield plainProduct(input, tile, convolution)
  }
}

/** Rows of a layer's matrix, over all its tiles. */
function rowsOf(devices: tf.Tensor): number {
  return devices.size / (devices.shape.at(-1) ?? 1)
}

function tileCount(devices: tf.Tensor, rows: number): number {
  return Math.ceil(rowsOf(devices) / rows)
}

/** Devices of each tile, the other rows zero. */
function tilesOf(devices: tf.Tensor, rows: number): tf.Tensor[] {
  const inner = devices.shape.slice(0, -1)
  const total = rowsOf(devices)
  if (total <= rows) return [devices]
  return Array.from({ length: tileCount(devices, rows) }, (_, tile) => {
    const mask = Float32Array.from({ length: total }, (_, row) => (Math.floor(row / rows) === tile ? 1 : 0))
    return tf.mul(devices, tf.tensor(mask, [...inner, 1]))
  })
}

/** From our compiled kernels: only the rows of a tile are multiplied, and no column leaves the cache before it is read. */
function compiled(args: Arguments): tf.TensorInfo {
  const { x, devices } = args.inputs as { x: tf.Tensor; devices: tf.Tensor }
  const attributes = args.attrs as TilesAttributes
  const { rows, clip, levels, digits, base, step, codes, shares, gains, convolution } = attributes
  const backend = args.backend as tf.KernelBackend
  const kernels = simd()
  const columns = devices.shape.at(-1) ?? 0
  const outputs = columns / shares.length
  const k = devices.size / columns
  const g = convolution && geometryOf(x.shape as Four, devices.shape as Four, { strides: convolution.stride, pad: convolution.padding })
  const out = allocate(backend, g === undefined ? [x.shape[0] ?? 0, outputs] : [g.batch, g.outHeight, g.outWidth, outputs])
  const [from, weights, to] = [address(backend, x), address(backend, devices), address(backend, out)]
  const panels = kernels.room('panels', panelBytes(k, columns))
  kernels.pack(weights, panels, k, columns)
  const line = kernels.room('line', columns * 4)
  const list = kernels.room('filters', (Math.min(rows, k) + 1) * 8)
  const floats = kernels.floats([...shares, ...(gains ?? [])])
  const factors = gains === undefined ? 0 : floats + shares.length * 4
  const outSize = out.shape.reduce((a, b) => a * b, 1)
  // All images of a dense layer at once, those of a convolution one by one.
  const batches = g?.batch ?? 1
  const size = x.size / batches
  const places = g === undefined ? (x.shape[0] ?? 0) : g.outHeight * g.outWidth
  const input = kernels.room('digits', size * 4)
  const bordered = g === undefined ? 0 : kernels.zeros('images', borderedBytes(g))
  const lines = g === undefined ? input : kernels.room('windows', places * k * 4)
  const sizes = g === undefined ? 0 : geometry(g)
  const top = levels === 0 ? 1 : levels
  const part = outSize / batches
  const binary = levels > 0 && base === 2 ? 1 : 0
  const sums = kernels.room('sums', part * 16)
  for (let n = 0; n < batches; n++) {
    kernels.clear(sums, part * 4)
    for (let d = 0; d < digits; d++) {
      const below = base ** d
      kernels.digits(from + n * size * 4, input, size, top / clip, top, levels === 0 ? 0 : below, base)
      if (g !== undefined) kernels.windows(input, bordered, lines, sizes)
      kernels.readTiles(
        lines,
        sums,
        places,
        k,
        rows,
        panels,
        outputs,
        shares.length,
        line,
        list,
        floats,
        factors,
        step,
        codes,
        below,
        binary,
      )
    }
    kernels.gather(sums, to + n * part * 4, part)
  }
  return out
}
