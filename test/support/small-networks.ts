import type { Dataset } from '../../src/main/engine/data/datasets'
import { defineNetwork, type LayerDefinition, type NetworkDefinition } from '../../src/main/engine/network/definition'
import { layoutOf } from '../../src/main/engine/network/layout'

export function wave(length: number, seed: number, size: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => size * Math.sin(seed + i * 12.9898))
}

/** Every operation of a residual network once: batch norm, a block that keeps its shape, one that halves it, the mean. */
export const residualNetwork = defineNetwork({
  label: 'small',
  source: 'test',
  summary: '',
  input: [6, 6, 3],
  classes: 4,
  layers: [
    { kind: 'conv2d', name: 'first', filters: 4, size: 3, padding: 'same', normalise: true },
    {
      kind: 'residual',
      name: 'same',
      body: [{ kind: 'conv2d', name: 'a', filters: 4, size: 3, padding: 'same', normalise: true, activation: false }],
      shortcut: [],
    },
    {
      kind: 'residual',
      name: 'half',
      body: [{ kind: 'conv2d', name: 'b', filters: 8, size: 3, padding: 'same', stride: 2, normalise: true, activation: false }],
      shortcut: [{ kind: 'conv2d', name: 'c', filters: 8, size: 1, padding: 'same', stride: 2, normalise: true, activation: false }],
    },
    { kind: 'average', name: 'mean' },
    { kind: 'dense', name: 'last', units: 4, activation: false },
  ],
})

/** Numbers of a network, all different, with batch norms that neither stretch nor vanish. */
export function waveNumbers(network: NetworkDefinition, seed: number, size = 0.5): Float32Array {
  const layout = layoutOf(network)
  const flat = wave(layout.length, seed, size)
  for (const { name, offset, length } of layout.arrays)
    if (name.endsWith('.scale') || name.endsWith('.variance')) flat.fill(1.2, offset, offset + length)
  return flat
}

export function networkFrom(input: [number, number, number], classes: number, layers: LayerDefinition[]): NetworkDefinition {
  return defineNetwork({ label: 'tiny', source: 'test', summary: '', input, classes, layers })
}

/** Images of any bytes as a data set; `labels` one an image. */
export function datasetOf(shape: [number, number, number], classes: number, images: Uint8Array, labels: Uint8Array): Dataset {
  return {
    definition: {
      id: 'tiny',
      label: 'Tiny',
      source: '',
      licence: '',
      classes,
      shape,
      images: { train: 0, test: labels.length },
      files: [],
    },
    images,
    labels,
    sha256: '',
  }
}
