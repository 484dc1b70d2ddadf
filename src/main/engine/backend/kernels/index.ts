import type { BackendName } from '../names'
import * as activation from './activation'
import * as channels from './channels'
import * as converter from './converter'
import * as convolution from './convolution'
import * as depthwise from './depthwise'
import * as matMul from './mat-mul'
import * as rows from './rows'
import * as tiles from './tiles'

const registered = new Set<string>()

/** Registers our kernels for one backend, once a thread. */
export function registerKernels(backend: BackendName): void {
  if (registered.has(backend)) return
  registered.add(backend)
  for (const kernel of [activation, channels, converter, convolution, depthwise, matMul, rows, tiles]) kernel.register(backend)
}
