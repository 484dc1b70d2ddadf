import { given, sizeOf, type Operation } from './operation'

/** Mean over height and width: [H,W,C] to [C]. */
export const average: Operation = {
  shape: (_node, from) => from.slice(-1),
  forward({ to: [channels = 1] }, inputs) {
    const x = given(inputs[0], 'input')
    const value = new Float64Array(channels)
    for (let i = 0; i < x.length; i++) value[i % channels] = (value[i % channels] ?? 0) + (x[i] ?? 0)
    return { value: value.map((total) => (total * channels) / x.length) }
  },
  backward({ from }, slope) {
    const share = slope.length / sizeOf(from)
    return Float64Array.from({ length: sizeOf(from) }, (_, i) => (slope[i % slope.length] ?? 0) * share)
  },
}
