import { defineNetwork } from '../definition'

export default defineNetwork({
  label: 'FCN 784-500-10',
  source: '[C]; METHODS 9',
  summary: 'One hidden layer of 500: a single large array, on which the resistance of drivers and sense nodes tells most.',
  input: [28, 28, 1],
  classes: 10,
  layers: [
    { kind: 'dense', name: 'fc1', units: 500, activation: true },
    { kind: 'dense', name: 'fc2', units: 10, activation: false },
  ],
})
