/**
 * The kernels of the wasm backend that TensorFlow.js lacks or has slow, four numbers at a time. Compiled by
 * AssemblyScript when Nadir is built; works in the backend's own memory on addresses that it is given, and keeps
 * nothing. Every sum runs in one fixed order, and wasm rounds alike on every processor.
 */
export { pack } from './panels'
export { product } from './product'
export { outerProduct } from './outer'
export { convolve, countNonzero } from './convolution'
export { filterGradientDense, inputGradientSparse } from './convolution-gradients'
export { filterGradientSparse } from './filter-gradient-sparse'
export { activate, activatePooled, activationGradient, activationGradientPooled } from './activation'
export { fromLanes, toLanes, transpose, turn } from './filters'
export { gather } from './codes'
export { clear, digits, readTiles, windows } from './tiles'
export { affine, channelProducts, channelSquares, channelSums, combine } from './channels'
