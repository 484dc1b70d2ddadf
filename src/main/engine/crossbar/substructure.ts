import type { TileCircuit } from './circuit'
import type { TileNodes, Block } from './nodes'
import { eliminate, type Front } from './star-mesh'

/** Cells up to which a block is put together at once, not from two halves. By measurement: 12 to 24 are alike, 4 and 48 slower. */
const LEAF_CELLS = 20

/** How one block was eliminated: what the potentials and the adjoint need. */
export interface Step {
  nodes: Int32Array
  inner: number
  /** [inner, nodes], row k the weights of the potential of node k. */
  weights: Float64Array
  /** The halves it was put together from, or the cells themselves. */
  parts: [Step, Step] | undefined
  block: Block
}

export interface Reduced {
  front: Front
  step: Step | undefined
}

/**
 * Reduces a tile to the network between its sources and its grounds.
 * Source: substructuring in nested-dissection order (George, SIAM J. Numer. Anal. 10, 1973): a block of cells is halved
 * across its longer side, both halves are reduced to the nodes at their edges, joined, and the nodes between them
 * eliminated. A cut across the rows meets bit lines only and one across the columns word lines only, so an n x n tile
 * costs 15 to 24 n^3 multiplications (4.5 n^3 with ideal wires) and no wire or device has to be small.
 * `record` keeps the steps. No randomness.
 */
export function reduceTile(circuit: TileCircuit, nodes: TileNodes, record: boolean): Reduced {
  // Where each node of the front at hand is; ABSENT for all others.
  const place = new Int32Array(nodes.count).fill(ABSENT)
  return reduce({ top: 0, bottom: circuit.rows, left: 0, right: circuit.columns })

  function reduce(block: Block): Reduced {
    const leaf = (block.bottom - block.top) * (block.right - block.left) <= LEAF_CELLS
    const parts = leaf ? undefined : (halves(block).map(reduce) as [Reduced, Reduced])
    const front = parts === undefined ? assembled(block) : joined(block, parts)
    for (const node of front.nodes) place[node] = ABSENT
    eliminate(front)
    return { front, step: record ? stepOf(front, block, parts) : undefined }
  }

  /** A block of cells as a front. */
  function assembled(block: Block): Front {
    const held: number[] = []
    eachEdge(circuit, nodes, block, (a, b) => {
      hold(a, held)
      hold(b, held)
    })
    const front = arrange(held, block)
    eachEdge(circuit, nodes, block, (a, b, conductance) => addAt(front, place[a] ?? 0, place[b] ?? 0, conductance))
    return front
  }

  /** What is left of both halves of a block as one front. */
  function joined(block: Block, parts: [Reduced, Reduced]): Front {
    const held: number[] = []
    for (const { front } of parts) for (let i = front.inner; i < front.nodes.length; i++) hold(front.nodes[i] ?? 0, held)
    const front = arrange(held, block)
    for (const part of parts) join(front, part.front, place)
    return front
  }

  function hold(node: number, held: number[]): void {
    if (place[node] !== ABSENT) return
    place[node] = HELD
    held.push(node)
  }

  /** An empty front over these nodes in the order of a front; `place` says where each one is. */
  function arrange(held: number[], block: Block): Front {
    const order = new Int32Array(held.length)
    const counts = [0, 0, 0, 0]
    const groups = held.map((node) => (nodes.inside(node, block) ? 0 : 1 + terminals.indexOf(nodes.terminal(node))))
    for (const group of groups) counts[group] = (counts[group] ?? 0) + 1
    const [inner = 0, edge = 0, sources = 0, grounds = 0] = counts
    const next = [0, inner, inner + edge, inner + edge + sources]
    held.forEach((node, i) => {
      const group = groups[i] ?? 0
      const at = next[group] ?? 0
      next[group] = at + 1
      order[at] = node
      place[node] = at
    })
    return { nodes: order, inner, sources, grounds, g: new Float64Array(order.length ** 2) }
  }
}

/** What is behind the nodes that a front eliminates. */
const terminals = ['none', 'source', 'ground'] as const

/** Marks of nodes that no front holds, and that one is going to. */
const ABSENT = -1
const HELD = -2

function stepOf({ nodes, inner, g }: Front, block: Block, parts: [Reduced, Reduced] | undefined): Step {
  const [first, second] = [parts?.[0].step, parts?.[1].step]
  const steps: [Step, Step] | undefined = first === undefined || second === undefined ? undefined : [first, second]
  return { nodes, inner, weights: g.slice(0, inner * nodes.length), parts: steps, block }
}

function halves(block: Block): [Block, Block] {
  const { top, bottom, left, right } = block
  if (bottom - top >= right - left) {
    const middle = (top + bottom) >> 1
    return [
      { ...block, bottom: middle },
      { ...block, top: middle },
    ]
  }
  const middle = (left + right) >> 1
  return [
    { ...block, right: middle },
    { ...block, left: middle },
  ]
}

/** Every resistor of a block: each cell brings its device, its wires to the right and downwards, and its terminals. */
function eachEdge(
  { rows, columns, conductances, resistances: r }: TileCircuit,
  nodes: TileNodes,
  block: Block,
  visit: (a: number, b: number, conductance: number) => void,
): void {
  for (let i = block.top; i < block.bottom; i++) {
    for (let j = block.left; j < block.right; j++) {
      const [word, bit] = [nodes.word(i, j), nodes.bit(i, j)]
      visit(word, bit, conductances[i * columns + j] ?? 0)
      if (j + 1 < columns && r.word > 0) visit(word, nodes.word(i, j + 1), 1 / r.word)
      if (i + 1 < rows && r.bit > 0) visit(bit, nodes.bit(i + 1, j), 1 / r.bit)
      if (j === 0 && r.source > 0) visit(nodes.source(i), word, 1 / r.source)
      if (i === rows - 1 && r.neuron > 0) visit(bit, nodes.ground(j), 1 / r.neuron)
    }
  }
}

/** Adds what is left of a part to the front it is joined into. */
function join(front: Front, part: Front, place: Int32Array): void {
  const size = part.nodes.length
  const at = part.nodes.map((node) => place[node] ?? 0)
  for (let a = part.inner; a < size; a++) {
    const to = at[a] ?? 0
    for (let b = a + 1; b < size; b++) addAt(front, to, at[b] ?? 0, part.g[a * size + b] ?? 0)
  }
}

function addAt({ nodes, g }: Front, a: number, b: number, conductance: number): void {
  const index = a < b ? a * nodes.length + b : b * nodes.length + a
  g[index] = (g[index] ?? 0) + conductance
}
