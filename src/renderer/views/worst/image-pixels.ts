/** Bytes of an image, `height x width x channels`, as it travels. */
export function imageBytes(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
}

/** Red, green, blue and opacity of every pixel; one channel is grey, of more than three the first is shown. Pure. */
export function imagePixels(bytes: Uint8Array, [height = 1, width = 1, channels = 1]: readonly number[]): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(height * width * 4)
  const colour = channels === 3
  for (let i = 0; i < height * width; i++) {
    const at = i * channels
    pixels.set([bytes[at] ?? 0, bytes[colour ? at + 1 : at] ?? 0, bytes[colour ? at + 2 : at] ?? 0, 255], i * 4)
  }
  return pixels
}

/** A signal in one dimension has no picture of its own: its values as a line, 0 to 1 both ways, the largest up. */
export function signalPath(bytes: Uint8Array): string {
  const step = 1 / Math.max(1, bytes.length - 1)
  return [...bytes].map((value, i) => `${i === 0 ? 'M' : 'L'}${(i * step * 100).toFixed(2)} ${(100 - value / 2.55).toFixed(2)}`).join('')
}
