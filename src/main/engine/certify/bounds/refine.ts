import { imageBounds, lowerBound } from './backward'
import { quantised, type Activation } from './interval-activation'
import { highsOf } from './interval-product'
import type { BoundedNetwork } from './network'
import { propagateFrom, valueAt, type Propagated } from './propagate'

/**
 * Narrows what hidden dense layers give, for some images of a batch: each number that its activation does not settle is
 * bounded by the linear function behind it, and the better of the two bounds is kept, number by number. What follows is
 * propagated anew. `depth`: products that the way back goes through. Changes `bounds`.
 */
export function refineDense(network: BoundedNetwork, bounds: Propagated, images: readonly number[], depth: number): void {
  network.steps.forEach((step, i) => {
    const activation = network.steps.find((next): next is Activation => next.kind === 'activation' && next.inputs[0] === i + 1)
    if (step.kind !== 'product' || step.product.positions > 1 || activation === undefined || images.length === 0) return
    const { data, images: width } = valueAt(bounds.values, i + 1)
    const half = highsOf(valueAt(bounds.values, i + 1))
    for (const image of images) {
      const known = imageBounds(network, bounds, image, i)
      for (let j = 0; j < step.size; j++) {
        const at = j * width + image
        const [low, high] = [data[at] ?? 0, data[half + at] ?? 0]
        const bias = activation.bias[j % activation.bias.length] ?? 0
        if (quantised(low + bias, activation) === quantised(high + bias, activation)) continue
        const A = new Float64Array(step.size + 1)
        A[j] = 1
        data[at] = Math.max(low, lowerBound(known, i, A, depth))
        A[j] = -1
        data[half + at] = Math.min(high, -lowerBound(known, i, A, depth))
      }
    }
    propagateFrom(network, bounds, i + 1)
  })
}
