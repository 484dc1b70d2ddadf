/**
 * Packs rows [rows, columns] into panels of eight columns, [panel][row][8], the last filled up with zeros: what the
 * inner loops read is then one stretch of memory.
 */
export function pack(from: usize, panels: usize, rows: i32, columns: i32): void {
  for (let c = 0; c < columns; c += 8) {
    const width = min(8, columns - c)
    let row = from + (<usize>c << 2)
    for (let r = 0; r < rows; r++) {
      if (width == 8) {
        v128.store(panels, v128.load(row))
        v128.store(panels, v128.load(row, 16), 16)
      } else {
        for (let j = 0; j < 8; j++) store<f32>(panels + (<usize>j << 2), j < width ? load<f32>(row + (<usize>j << 2)) : 0)
      }
      row += <usize>columns << 2
      panels += 32
    }
  }
}

/** Writes the first `columns` of eight numbers. */
@inline
export function storeColumns(y: usize, low: v128, high: v128, columns: i32): void {
  if (columns >= 8) {
    v128.store(y, low)
    v128.store(y, high, 16)
  } else if (columns >= 4) {
    v128.store(y, low)
    storeFew(y + 16, high, columns - 4)
  } else {
    storeFew(y, low, columns)
  }
}

/** Writes the first `count` of four numbers, count below 4. */
@inline
export function storeFew(y: usize, v: v128, count: i32): void {
  if (count & 2) {
    v128.store64_lane(y, v, 0)
    if (count & 1) v128.store32_lane(y, v, 2, 8)
  } else if (count & 1) {
    v128.store32_lane(y, v, 0)
  }
}

