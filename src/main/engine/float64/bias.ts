import { given, type Operation } from './operation'

/** A bias that no activation follows: the logits'. */
export const bias: Operation = {
  shape: (_node, from) => [...from],
  forward({ arrays }, inputs) {
    const shift = given(arrays[0], 'array')
    return { value: given(inputs[0], 'input').map((x, i) => x + (shift[i % shift.length] ?? 0)) }
  },
  backward: (_step, slope) => slope,
}
