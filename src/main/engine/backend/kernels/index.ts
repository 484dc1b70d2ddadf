import * as activation from './activation'
import * as convolution from './convolution-gradients'
import { registerGradients } from './gradients'
import * as matMul from './mat-mul'

const registered = new Set<string>()

/** Registers gradients and our kernels for one backend, once a thread. */
export function registerKernels(backend: string): void {
  if (registered.has(backend)) return
  registered.add(backend)
  registerGradients()
  for (const kernel of [activation, convolution, matMul]) kernel.register(backend)
}
