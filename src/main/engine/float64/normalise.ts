import { given, type Operation, type Step } from './operation'

/** Added to the variance. */
const EPSILON = 1e-5

/** Batch norm with the statistics it runs with: `scale (x - mean) / sqrt(variance + 1e-5) + shift`. Source: Ioffe and Szegedy 2015, Algorithm 2. */
export const normalise: Operation = {
  shape: (_node, from) => [...from],
  forward(step, inputs) {
    const factor = factorOf(step)
    const [shift, mean] = [given(step.arrays[1], 'array'), given(step.arrays[2], 'array')]
    return {
      value: given(inputs[0], 'input').map((x, i) => {
        const c = i % factor.length
        return (x - (mean[c] ?? 0)) * (factor[c] ?? 0) + (shift[c] ?? 0)
      }),
    }
  },
  backward(step, slope) {
    const factor = factorOf(step)
    return slope.map((s, i) => s * (factor[i % factor.length] ?? 0))
  },
}

function factorOf({ arrays }: Step): Float64Array {
  const variance = given(arrays[3], 'array')
  return given(arrays[0], 'array').map((scale, c) => scale / Math.sqrt((variance[c] ?? 0) + EPSILON))
}
