import { storeColumns } from './panels'

/**
 * line [columns] = sums of the rows of packed devices that a list names, in its order: the product with inputs of 0 and 1. The
 * same bits as multiplying by them. Up to 32 columns at once, since an addition waits for the one before it.
 */
export function addRows(panels: usize, panelBytes: usize, list: usize, end: usize, line: usize, columns: i32): void {
  let panel = panels
  let y = line
  let left = columns
  while (left > 16) {
    const third = panel + (panelBytes << 1)
    // The last panel of 24 is added twice, and stored once.
    thirtyTwo(panel, panel + panelBytes, third, left > 24 ? third + panelBytes : third, list, end, y, left)
    panel += panelBytes << 2
    y += 128
    left -= 32
  }
  if (left > 8) sixteen(panel, panel + panelBytes, list, end, y, left)
  else if (left > 0) eight(panel, list, end, y, left)
}

function thirtyTwo(a: usize, b: usize, c: usize, d: usize, list: usize, end: usize, y: usize, columns: i32): void {
  let a0 = f32x4.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  let c0 = a0
  let c1 = a0
  let d0 = a0
  let d1 = a0
  for (let entry = list; entry < end; entry += 8) {
    const at = <usize>load<u32>(entry)
    a0 = f32x4.add(a0, v128.load(a + at))
    a1 = f32x4.add(a1, v128.load(a + at, 16))
    b0 = f32x4.add(b0, v128.load(b + at))
    b1 = f32x4.add(b1, v128.load(b + at, 16))
    c0 = f32x4.add(c0, v128.load(c + at))
    c1 = f32x4.add(c1, v128.load(c + at, 16))
    d0 = f32x4.add(d0, v128.load(d + at))
    d1 = f32x4.add(d1, v128.load(d + at, 16))
  }
  storeColumns(y, a0, a1, 8)
  storeColumns(y + 32, b0, b1, 8)
  storeColumns(y + 64, c0, c1, columns - 16)
  if (columns > 24) storeColumns(y + 96, d0, d1, columns - 24)
}

function sixteen(a: usize, b: usize, list: usize, end: usize, y: usize, columns: i32): void {
  let a0 = f32x4.splat(0)
  let a1 = a0
  let b0 = a0
  let b1 = a0
  for (let entry = list; entry < end; entry += 8) {
    const at = <usize>load<u32>(entry)
    a0 = f32x4.add(a0, v128.load(a + at))
    a1 = f32x4.add(a1, v128.load(a + at, 16))
    b0 = f32x4.add(b0, v128.load(b + at))
    b1 = f32x4.add(b1, v128.load(b + at, 16))
  }
  storeColumns(y, a0, a1, 8)
  storeColumns(y + 32, b0, b1, columns - 8)
}

function eight(panel: usize, list: usize, end: usize, y: usize, columns: i32): void {
  let low = f32x4.splat(0)
  let high = low
  for (let entry = list; entry < end; entry += 8) {
    const at = panel + <usize>load<u32>(entry)
    low = f32x4.add(low, v128.load(at))
    high = f32x4.add(high, v128.load(at, 16))
  }
  storeColumns(y, low, high, columns)
}
