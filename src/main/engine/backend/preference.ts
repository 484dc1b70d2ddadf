import type { BackendName } from './names'

/**
 * Multiplications an image above which native TensorFlow is the faster one. Below it what counts is the work beside the
 * products, and our compiled kernels do less of it: 4-bit LeNet (0.4 million) takes 85 us a gradient on wasm, 200 us
 * native; ResNet-20 (41 million) 9.3 ms and 4.8 ms (CPU time of one worker, docs/performance.md).
 */
const LARGE = 5e6

/** Backends in the order in which they are tried for a network, by what it multiplies. The same on every machine. */
export function preferredBackends(products: number): readonly BackendName[] {
  return products > LARGE ? ['tensorflow', 'wasm', 'cpu'] : ['wasm', 'tensorflow', 'cpu']
}
