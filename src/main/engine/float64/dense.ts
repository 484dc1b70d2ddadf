import { given, sumOfSizes, type Operation } from './operation'

/** Dense layer, weights [in, out], without its bias; images are flattened height, width, channels first. */
export const dense: Operation = {
  shape: (_node, _from, arrays) => [arrays[0]?.[1] ?? 0],
  forward({ arrays, to: [units = 0] }, inputs) {
    const [weights, x] = [given(arrays[0], 'array'), given(inputs[0], 'input')]
    const value = new Float64Array(units)
    for (let i = 0; i < x.length; i++) {
      const drive = x[i] ?? 0
      if (drive === 0) continue
      const row = i * units
      for (let o = 0; o < units; o++) value[o] = (value[o] ?? 0) + drive * (weights[row + o] ?? 0)
    }
    return { value }
  },
  backward({ arrays }, slope) {
    const weights = given(arrays[0], 'array')
    const units = slope.length
    const out = new Float64Array(weights.length / units)
    for (let i = 0; i < out.length; i++) {
      let sum = 0
      for (let o = 0; o < units; o++) sum += (weights[i * units + o] ?? 0) * (slope[o] ?? 0)
      out[i] = sum
    }
    return out
  },
  // The gradient is the outer product of the two.
  reach: (_step, input, slope) => sumOfSizes(input) * sumOfSizes(slope),
}
