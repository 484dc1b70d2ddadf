import { addRows } from './binary'
import { addCodes, addScaledCodes } from './codes'
import { borderedRow, Geometry, stepBytes } from './geometry'
import { place } from './images'
import { storeColumns } from './panels'

/**
 * One digit of each input: `floor(level / below) mod base`, level = round(x scale) cut to [0, levels], ties to even. Where
 * `below` is 0 the input is analog and only cut.
 */
export function digits(x: usize, y: usize, count: i32, scale: f32, levels: f32, below: f32, base: f32): void {
  const zero = f32x4.splat(0)
  const factor = f32x4.splat(scale)
  const top = f32x4.splat(levels)
  const analog = below == 0
  const under = f32x4.splat(below)
  const range = f32x4.splat(base)
  // The last vector may reach over the end: there is room behind.
  for (let i = 0; i < count; i += 4) {
    let v = f32x4.pmin(top, f32x4.pmax(zero, f32x4.mul(v128.load(x), factor)))
    if (!analog) {
      v = f32x4.floor(f32x4.div(f32x4.nearest(v), under))
      v = f32x4.sub(v, f32x4.mul(range, f32x4.floor(f32x4.div(v, range))))
    }
    v128.store(y, v)
    x += 16
    y += 16
  }
}

/** Fills numbers with zeros. */
export function clear(y: usize, count: i32): void {
  memory.fill(y, 0, <usize>count << 2)
}

/** The windows of an image [H, W, C] as rows [places, KH KW C]; `bordered` has been zeroed before. */
export function windows(x: usize, bordered: usize, y: usize, g: Geometry): void {
  place(x, bordered, g)
  const row = borderedRow(g)
  const segment = <usize>(g.filterWidth * g.channels) << 2
  const step = stepBytes(g)
  for (let h = 0; h < g.outHeight; h++) {
    for (let w = 0; w < g.outWidth; w++) {
      let from = bordered + <usize>(h * g.stride) * row + <usize>w * step
      for (let u = 0; u < g.filterHeight; u++) {
        // Whole vectors: what they write over the end, the next stretch writes again.
        for (let i: usize = 0; i < segment; i += 16) v128.store(y + i, v128.load(from + i))
        from += row
        y += segment
      }
    }
  }
}

/**
 * sums [rows, outputs, 4] += factor times what the columns of all tiles read: x [rows, k] times packed devices, cut into tiles of
 * `tileRows` rows, each column rounded to codes of `step`, 0 to `codes`, and counted with the share of its device and, where
 * `gains` [tiles, outputs times devices] is not 0, with its gain.
 * Most digits are zero, so that only the others are multiplied, and only added where they are 0 or 1 (`binary`); a sum runs over
 * them in order. `line` is room for one row of columns, `list` for a place and a value an input of a tile, `shares` one number a device of a weight.
 */
export function readTiles(
  x: usize,
  sums: usize,
  rows: i32,
  k: i32,
  tileRows: i32,
  panels: usize,
  outputs: i32,
  devices: i32,
  line: usize,
  list: usize,
  shares: usize,
  gains: usize,
  step: f32,
  codes: f32,
  factor: f32,
  binary: bool,
): void {
  const columns = outputs * devices
  const panelBytes = <usize>k << 5
  for (let r = 0; r < rows; r++) {
    let gain = gains
    for (let from = 0; from < k; from += tileRows) {
      const end = collect(x + (<usize>from << 2), min(tileRows, k - from), from << 5, list)
      // Where nothing goes in, every column reads code 0.
      if (end != list) {
        if (binary) addRows(panels, panelBytes, list, end, line, columns)
        else multiplyRows(panels, panelBytes, list, end, line, columns)
        if (gains == 0) addCodes(line, sums, outputs, devices, shares, step, codes, factor)
        else addScaledCodes(line, sums, outputs, devices, shares, gain, step, codes, factor)
      }
      gain += <usize>columns << 2
    }
    x += <usize>k << 2
    sums += <usize>outputs << 4
  }
}

/** Lists the numbers that are not zero with where their row lies in a panel; returns the end of the list. */
function collect(x: usize, length: i32, offset: i32, list: usize): usize {
  let end = list
  for (let i = 0; i < length; i++) {
    const value = load<f32>(x + (<usize>i << 2))
    store<i32>(end, offset + (i << 5))
    store<f32>(end, value, 4)
    end += <usize>(value != 0) << 3
  }
  return end
}

/** line [columns] = the listed inputs times their rows of packed devices, added in the order of the list. */
function multiplyRows(panels: usize, panelBytes: usize, list: usize, end: usize, line: usize, columns: i32): void {
  let panel = panels
  let c = 0
  for (; c + 8 < columns; c += 16) {
    sixteen(panel, panel + panelBytes, list, end, line + (<usize>c << 2), columns - c)
    panel += panelBytes << 1
  }
  if (c < columns) eight(panel, list, end, line + (<usize>c << 2), columns - c)
}

function sixteen(left: usize, right: usize, list: usize, end: usize, y: usize, columns: i32): void {
  let a0 = f32x4.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  for (let entry = list; entry < end; entry += 8) {
    const at = <usize>load<u32>(entry)
    const value = v128.load32_splat(entry, 4)
    a0 = f32x4.add(a0, f32x4.mul(value, v128.load(left + at)))
    a1 = f32x4.add(a1, f32x4.mul(value, v128.load(left + at, 16)))
    b0 = f32x4.add(b0, f32x4.mul(value, v128.load(right + at)))
    b1 = f32x4.add(b1, f32x4.mul(value, v128.load(right + at, 16)))
  }
  storeColumns(y, a0, a1, 8)
  storeColumns(y + 32, b0, b1, columns - 8)
}

function eight(panel: usize, list: usize, end: usize, y: usize, columns: i32): void {
  let low = f32x4.splat(0)
  let high = low
  for (let entry = list; entry < end; entry += 8) {
    const at = panel + <usize>load<u32>(entry)
    const value = v128.load32_splat(entry, 4)
    low = f32x4.add(low, f32x4.mul(value, v128.load(at)))
    high = f32x4.add(high, f32x4.mul(value, v128.load(at, 16)))
  }
  storeColumns(y, low, high, columns)
}
