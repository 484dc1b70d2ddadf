import { given, type Operation } from './operation'

/** Residual sum of two values of one shape. */
export const sum: Operation = {
  shape: (_node, from) => [...from],
  forward(_step, inputs) {
    const other = given(inputs[1], 'second input')
    return { value: given(inputs[0], 'input').map((x, i) => x + (other[i] ?? 0)) }
  },
  backward: (_step, slope) => slope,
}
