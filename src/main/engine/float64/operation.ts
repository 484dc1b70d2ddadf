import type { Node } from '../network/graph'

/** A node of a network in float64: its numbers, and the shapes of what it takes (all inputs alike) and gives, without a batch. */
export interface Step {
  node: Node
  arrays: Float64Array[]
  shapes: number[][]
  from: number[]
  to: number[]
}

/** What a step gave. */
export interface Outcome {
  value: Float64Array
  /** Of an activation: the place in its input whose slope each output carries, -1 where it carries none. */
  route?: Int32Array
}

/**
 * One kind of operation on one image. `backward` gives d / d input (the same for each of its inputs) from d / d output:
 * none of them needs more than its numbers and the route it took.
 */
export interface Operation {
  /** Shape of the output from those of the input and of the arrays. */
  shape: (node: Node, from: readonly number[], arrays: readonly (readonly number[])[]) => number[]
  forward: (step: Step, inputs: readonly Float64Array[]) => Outcome
  backward: (step: Step, slope: Float64Array, route: Int32Array | undefined) => Float64Array
  /** Of a product: the 1-norm of `slope`'s gradient by the weights, what errors of size 1 can move `slope . output` by. */
  reach?: (step: Step, input: Float64Array, slope: Float64Array) => number
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1)
}

export function sumOfSizes(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += Math.abs(values[i] ?? 0)
  return sum
}

/** What a graph gives every node of its kind. */
export function given<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`an operation lacks its ${what}`)
  return value
}
