/** Values from which to which a map is drawn, and the colours between them, evenly spaced. */
export interface HeatScale {
  low: number
  high: number
  stops: readonly string[]
}

/** Red, green and blue, 0 to 255, of a colour as `#rrggbb` or `#rgb`. */
export function readColour(text: string): [number, number, number] {
  const hex = text.replace('#', '')
  const full = hex.length === 3 ? [...hex].map((digit) => digit + digit).join('') : hex
  const part = (at: number): number => parseInt(full.slice(at, at + 2), 16) || 0
  return [part(0), part(2), part(4)]
}

/** The colour of a value on a scale, ends included. */
export function heatColour({ low, high, stops }: HeatScale, value: number): [number, number, number] {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low || 1))) * (stops.length - 1)
  const at = Math.min(stops.length - 2, Math.floor(share))
  const [from, to] = [readColour(stops[at] ?? ''), readColour(stops[at + 1] ?? '')]
  const mix = (i: 0 | 1 | 2): number => Math.round(from[i] + (to[i] - from[i]) * (share - at))
  return [mix(0), mix(1), mix(2)]
}

/** A map as pixels, one a value, four bytes each: red, green, blue, opacity. Places without a value are `none`. */
export function heatPixels(map: readonly (number | null)[], scale: HeatScale, none: string): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(map.length * 4)
  const empty = readColour(none)
  map.forEach((value, i) => pixels.set([...(value === null ? empty : heatColour(scale, value)), 255], i * 4))
  return pixels
}
