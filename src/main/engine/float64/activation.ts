import { given, sizeOf, type Operation } from './operation'

/**
 * Bias (none behind a batch norm or a sum), rectifier and max pooling; the quantiser is off. A rectifier carries slopes
 * above 0 only, a pooling window those of its first maximum in row-major order. Source: METHODS 1 and 9.
 */
export const activation: Operation = {
  shape: ({ pool }, [height = 0, width = 0, ...channels]) =>
    pool === 1
      ? [height, width, ...channels].slice(0, channels.length === 0 ? 1 : 3)
      : [Math.floor(height / pool), Math.floor(width / pool), ...channels],
  forward({ node: { pool }, arrays, from, to }, inputs) {
    const x = given(inputs[0], 'input')
    const channels = from.at(-1) ?? 1
    const shift = arrays[0] ?? new Float64Array(channels)
    const value = new Float64Array(sizeOf(to))
    const route = new Int32Array(value.length)
    const [width, columns] = pool === 1 ? [value.length / channels, value.length / channels] : [from[1] ?? 1, to[1] ?? 1]
    for (let i = 0; i < value.length; i += channels) {
      const pixel = i / channels
      const corner = Math.floor(pixel / columns) * pool * width + (pixel % columns) * pool
      for (let c = 0; c < channels; c++) {
        let place = corner * channels + c
        let best = x[place] ?? 0
        for (let k = 1; k < pool * pool; k++) {
          const at = (corner + Math.floor(k / pool) * width + (k % pool)) * channels + c
          const other = x[at] ?? 0
          if (other > best) {
            best = other
            place = at
          }
        }
        const z = best + (shift[c] ?? 0)
        value[i + c] = z > 0 ? z : 0
        route[i + c] = z > 0 ? place : -1
      }
    }
    return { value, route }
  },
  backward({ from }, slope, route) {
    const places = given(route, 'route')
    const back = new Float64Array(sizeOf(from))
    for (let i = 0; i < slope.length; i++) {
      const at = places[i] ?? -1
      if (at >= 0) back[at] = slope[i] ?? 0
    }
    return back
  },
}
