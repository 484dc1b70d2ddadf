import type * as tf from '@tensorflow/tfjs-core'
import { simd } from '../../simd'
import { address, allocate } from '../arrays'
import * as arrays from './arrays'
import { pooledShape, type Arguments, type GradientInputs } from './arguments'

/** The activation from our compiled kernels, for the wasm backend. They take windows of 1 and 2 and four channels or more. */
function takes({ inputs, attrs }: Arguments): boolean {
  return attrs.pool <= 2 && inputs.bias.size >= 4
}

/** Levels over clip, 0 for a rectifier without quantiser. */
const scaleOf = ({ clip, levels }: Arguments['attrs']): number => (levels === 0 ? 0 : levels / clip)

export function forward(args: Arguments): tf.TensorInfo {
  if (!takes(args)) return arrays.forward(args)
  const { inputs, backend, attrs } = args
  const { x, bias } = inputs
  const out = allocate(backend, pooledShape(x.shape, attrs.pool))
  const places = [address(backend, x), address(backend, bias), address(backend, out)]
  const quantiser = [attrs.clip, scaleOf(attrs), attrs.levels === 0 ? 0 : attrs.clip / attrs.levels]
  if (attrs.pool === 1) simd().activate(...places, x.size / bias.size, bias.size, ...quantiser)
  else simd().activatePooled(...places, ...x.shape, ...quantiser)
  return out
}

export function gradient(args: Arguments): tf.TensorInfo {
  if (!takes(args)) return arrays.gradient(args)
  const { inputs, backend, attrs } = args
  const { x, bias, dy } = inputs as GradientInputs
  const out = allocate(backend, x.shape)
  const places = [address(backend, x), address(backend, bias), address(backend, dy), address(backend, out)]
  if (attrs.pool === 1) simd().activationGradient(...places, x.size / bias.size, bias.size, attrs.clip, scaleOf(attrs))
  else simd().activationGradientPooled(...places, ...x.shape, attrs.clip, scaleOf(attrs))
  return out
}
