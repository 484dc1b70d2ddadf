import { allocate, view } from '../arrays'
import type { ChannelKernels } from './kernels'

/** On plain arrays, sums in float64: backend-cpu, and channel counts that our compiled kernels do not take. */
export const kernels: ChannelKernels = {
  sums({ inputs: { x }, backend }) {
    const channels = x.shape.at(-1) ?? 1
    const sums = new Float64Array(channels)
    view(backend, x).forEach((value, i) => {
      sums[i % channels] = (sums[i % channels] ?? 0) + value
    })
    const out = allocate(backend, [channels])
    view(backend, out).set(sums)
    return out
  },

  affine({ inputs: { x, factor, offset }, backend }) {
    const out = allocate(backend, x.shape)
    const [X, a, b, Y] = [view(backend, x), view(backend, factor), view(backend, offset), view(backend, out)]
    for (let i = 0; i < X.length; i++) Y[i] = (X[i] ?? 0) * (a[i % a.length] ?? 0) + (b[i % a.length] ?? 0)
    return out
  },

  normalise({ inputs: { x, scale, shift }, backend, attrs: { epsilon } }) {
    const channels = scale.size
    const rows = x.size / channels
    const outs = [x.shape, [channels], [channels], [channels]].map((shape) => allocate(backend, shape))
    const [Y, means, inverses, variances] = outs.map((out) => view(backend, out)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    const [X, a, b] = [view(backend, x), view(backend, scale), view(backend, shift)]
    for (let c = 0; c < channels; c++) {
      let mean = 0
      for (let i = c; i < X.length; i += channels) mean += (X[i] ?? 0) / rows
      let square = 0
      for (let i = c; i < X.length; i += channels) square += ((X[i] ?? 0) - mean) ** 2
      const inverse = 1 / Math.sqrt(square / rows + epsilon)
      means[c] = mean
      inverses[c] = inverse
      variances[c] = square / Math.max(1, rows - 1)
      for (let i = c; i < X.length; i += channels) Y[i] = ((X[i] ?? 0) - mean) * inverse * (a[c] ?? 0) + (b[c] ?? 0)
    }
    return outs
  },

  gradient({ inputs: { x, dy, scale, mean, inverse }, backend }) {
    const channels = scale.size
    const rows = x.size / channels
    const outs = [x.shape, [channels], [channels]].map((shape) => allocate(backend, shape))
    const [G, byScale, byShift] = outs.map((out) => view(backend, out)) as [Float32Array, Float32Array, Float32Array]
    const [X, D, a, m, v] = [x, dy, scale, mean, inverse].map((input) => view(backend, input)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    for (let c = 0; c < channels; c++) {
      let [sum, product] = [0, 0]
      const normal = (i: number): number => ((X[i] ?? 0) - (m[c] ?? 0)) * (v[c] ?? 0)
      for (let i = c; i < X.length; i += channels) {
        sum += D[i] ?? 0
        product += (D[i] ?? 0) * normal(i)
      }
      byScale[c] = product
      byShift[c] = sum
      const factor = (a[c] ?? 0) * (v[c] ?? 0)
      for (let i = c; i < X.length; i += channels) G[i] = factor * ((D[i] ?? 0) - sum / rows - (normal(i) * product) / rows)
    }
    return outs
  },
}
