import { defineNetwork, type LayerDefinition } from '../definition'

const conv = (name: string, filters: number, size: number, stride: number, activation: boolean): LayerDefinition => ({
  kind: 'conv2d',
  name,
  filters,
  size,
  padding: 'same',
  stride,
  normalise: true,
  activation,
})

/** Two convolutions and what goes round them: the input, or where its shape changes a convolution of 1 x 1. */
const block = (name: string, filters: number, stride: number): LayerDefinition => ({
  kind: 'residual',
  name,
  body: [conv(`${name}.conv1`, filters, 3, stride, true), conv(`${name}.conv2`, filters, 3, 1, false)],
  shortcut: stride === 1 ? [] : [conv(`${name}.shortcut`, filters, 1, stride, false)],
})

const stage = (name: string, filters: number, stride: number): LayerDefinition[] =>
  [1, 2, 3].map((i) => block(`${name}.${i}`, filters, i === 1 ? stride : 1))

export default defineNetwork({
  label: 'ResNet-20',
  source: 'He et al. 2016, 4.2; METHODS 9',
  summary:
    'Nineteen convolutions with batch norm in nine residual blocks, and a dense layer, for images of 32 x 32; 270,896 weights in the array.',
  input: [32, 32, 3],
  classes: 10,
  layers: [
    conv('conv1', 16, 3, 1, true),
    ...stage('stage1', 16, 1),
    ...stage('stage2', 32, 2),
    ...stage('stage3', 64, 2),
    { kind: 'average', name: 'pool' },
    { kind: 'dense', name: 'fc', units: 10, activation: false },
  ],
})
