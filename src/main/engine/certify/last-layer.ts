/** What the last dense layer of a network does to one image. */
export interface LastLayer {
  /** Logits without errors, [classes]. */
  logits: ArrayLike<number>
  /** Inputs of the layer, [inputs]. */
  inputs: ArrayLike<number>
  /** Largest error of each weight, [inputs, classes]. */
  radius: ArrayLike<number>
}

/**
 * The lowest margin of a class over any other where the last layer's devices alone err, each on its own: `min_j O_t - O_j -
 * sum_i (r_ti + r_ji) |h_i|`. Source: METHODS 4, "Last layer exact" (for one radius `2 kappa t s ||h||_1`). Exact for an
 * image; the share of images above 0 is a lower bound of the accuracy of one chip, since one error must serve all.
 */
export function lastLayerMargin({ logits, inputs, radius }: LastLayer, label: number): number {
  const classes = logits.length
  let lowest = Infinity
  for (let j = 0; j < classes; j++) {
    if (j === label) continue
    let loss = 0
    for (let i = 0; i < inputs.length; i++) {
      const both = (radius[i * classes + label] ?? 0) + (radius[i * classes + j] ?? 0)
      loss += both * Math.abs(inputs[i] ?? 0)
    }
    lowest = Math.min(lowest, (logits[label] ?? 0) - (logits[j] ?? 0) - loss)
  }
  return lowest
}
