/** Sizes of a convolution, written by who calls: images [batch, height, width, channels], filters [filterHeight, filterWidth, channels, columns]. */
@unmanaged
export class Geometry {
  batch: i32
  height: i32
  width: i32
  channels: i32
  /** Rows and columns of zeros above and left of an image, and its size with all of them. */
  top: i32
  left: i32
  borderedHeight: i32
  borderedWidth: i32
  filterHeight: i32
  filterWidth: i32
  columns: i32
  outHeight: i32
  outWidth: i32
  stride: i32
}

/** Bytes of one image, and of one row of a bordered one. */
@inline
export function imageBytes(g: Geometry): usize {
  return <usize>(g.height * g.width * g.channels) << 2
}

@inline
export function borderedRow(g: Geometry): usize {
  return <usize>(g.borderedWidth * g.channels) << 2
}

/** Bytes from one place of the output to the next, in the image below it. */
@inline
export function stepBytes(g: Geometry): usize {
  return <usize>(g.stride * g.channels) << 2
}

/** Bytes of a filter row, filled up to a whole number of vectors. */
@inline
export function laneBytes(g: Geometry): usize {
  return (<usize>(g.filterWidth * g.channels + 3) & ~3) << 2
}
