import { defineNetwork } from '../definition'

export default defineNetwork({
  label: 'LeNet',
  source: '[Y] V-A; METHODS 9',
  summary: 'Two convolutions with max pooling and three dense layers, rectifiers between; 61,470 weights in the array, 236 digital biases.',
  input: [28, 28, 1],
  classes: 10,
  layers: [
    { kind: 'conv2d', name: 'conv1', filters: 6, size: 5, padding: 'same', pool: 2 },
    { kind: 'conv2d', name: 'conv2', filters: 16, size: 5, padding: 'valid', pool: 2 },
    { kind: 'dense', name: 'fc1', units: 120, activation: true },
    { kind: 'dense', name: 'fc2', units: 84, activation: true },
    { kind: 'dense', name: 'fc3', units: 10, activation: false },
  ],
})
