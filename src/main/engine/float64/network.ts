import type { NetworkDefinition } from '../network/definition'
import { graphOf } from '../network/graph'
import { layoutOf } from '../network/layout'
import { operations } from './index'
import { given, type Outcome, type Step } from './operation'

/** A layer on the array: the node that multiplies by it, and its place in the layout. */
export interface DeviceLayer {
  name: string
  node: number
  array: number
}

/** A network in float64 on plain arrays, for one image at a time. Value 0 is the image, value i + 1 what step i gives. */
export interface Float64Network {
  steps: Step[]
  layers: DeviceLayer[]
  /** Of each step those behind it that its output reaches, in order. */
  followers: number[][]
}

/** A forward pass, by value; `outcomes[0]` is the image. */
export type Pass = readonly Outcome[]

/** A network with its numbers (flat, layout order) as they were programmed. Activation quantisers are off. */
export function float64Network(definition: NetworkDefinition, weights: Float32Array): Float64Network {
  const graph = graphOf(definition)
  const { arrays } = layoutOf(definition)
  const shapes: number[][] = [definition.input]
  const steps = graph.nodes.map((node): Step => {
    const own = node.arrays.map((at) => given(arrays[at], 'array'))
    const from = given(shapes[node.inputs[0] ?? 0], 'input')
    const to = operations[node.operation].shape(
      node,
      from,
      own.map(({ shape }) => shape),
    )
    shapes.push(to)
    return {
      node,
      arrays: own.map(({ offset, length }) => Float64Array.from(weights.subarray(offset, offset + length))),
      shapes: own.map(({ shape }) => shape),
      from,
      to,
    }
  })
  const layers = graph.nodes.flatMap(({ operation, arrays: [array = 0] }, node): DeviceLayer[] =>
    operation === 'conv2d' || operation === 'dense' ? [{ name: (arrays[array]?.name ?? '').replace(/\.weight$/, ''), node, array }] : [],
  )
  return { steps, layers, followers: steps.map((_, at) => followersOf(steps, at)) }
}

function followersOf(steps: readonly Step[], at: number): number[] {
  const reached = new Set([at + 1])
  return steps.flatMap(({ node }, i) => {
    if (!node.inputs.some((value) => reached.has(value))) return []
    reached.add(i + 1)
    return [i]
  })
}

/** All values for an image [H,W,C], 0 to 1. */
export function forward({ steps }: Float64Network, image: Float64Array): Pass {
  const pass: Outcome[] = [{ value: image }]
  for (const step of steps) pass.push(run(step, pass))
  return pass
}

/** The values where step `at` gives `sums` and nothing else changes; what it does not reach stays as in `pass`. */
export function forwardFrom({ steps, followers }: Float64Network, pass: Pass, at: number, sums: Float64Array): Pass {
  const moved = pass.slice()
  moved[at + 1] = { value: sums }
  for (const i of followers[at] ?? []) moved[i + 1] = run(given(steps[i], 'step'), moved)
  return moved
}

function run(step: Step, pass: Pass): Outcome {
  return operations[step.node.operation].forward(
    step,
    step.node.inputs.map((value) => given(pass[value], 'input').value),
  )
}

/** What step `at`, a product, gives for these features; linear in them. */
export function productOf({ steps }: Float64Network, at: number, features: Float64Array): Float64Array {
  const step = given(steps[at], 'step')
  return operations[step.node.operation].forward(step, [features]).value
}

/** d (slopes . logits) / d output of step `at`, by reverse mode through the steps it reaches. */
export function slopeAt({ steps, followers }: Float64Network, pass: Pass, at: number, slopes: Float64Array): Float64Array {
  const arriving: (Float64Array | undefined)[] = []
  arriving[steps.length] = slopes
  const behind = followers[at] ?? []
  for (let k = behind.length - 1; k >= 0; k--) {
    const i = behind[k] ?? 0
    const slope = arriving[i + 1]
    if (slope === undefined) continue
    const step = given(steps[i], 'step')
    const back = operations[step.node.operation].backward(step, slope, pass[i + 1]?.route)
    for (const value of step.node.inputs) {
      const before = arriving[value]
      arriving[value] = before === undefined ? back : before.map((s, n) => s + (back[n] ?? 0))
    }
  }
  return given(arriving[at + 1], 'slope')
}

/** d / d features of step `at`, a product, from d / d its output. */
export function slopeBefore({ steps }: Float64Network, at: number, slope: Float64Array): Float64Array {
  const step = given(steps[at], 'step')
  return operations[step.node.operation].backward(step, slope, undefined)
}

/** What errors of size 1 of the weights of step `at`, a product, can move `slope . its output` by. */
export function reachOf({ steps }: Float64Network, at: number, features: Float64Array, slope: Float64Array): number {
  const step = given(steps[at], 'step')
  return given(operations[step.node.operation].reach, 'reach')(step, features, slope)
}

export function logitsOf(pass: Pass): Float64Array {
  return given(pass.at(-1), 'logits').value
}
