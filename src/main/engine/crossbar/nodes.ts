import type { TileCircuit } from './circuit'

/** A block of cells: rows top to bottom - 1, columns left to right - 1. */
export interface Block {
  top: number
  bottom: number
  left: number
  right: number
}

/**
 * Numbers of a tile's nodes. An ideal wire makes one node of a whole line, an ideal driver or neuron makes its terminal
 * and the line's end one node; so zero resistances need no code of their own.
 */
export class TileNodes {
  readonly count: number
  private readonly rows: number
  private readonly columns: number
  private readonly idealWords: boolean
  private readonly idealBits: boolean
  private readonly firstBit: number
  private readonly firstSource: number
  private readonly firstGround: number

  constructor({ rows, columns, resistances }: Omit<TileCircuit, 'conductances'>) {
    this.rows = rows
    this.columns = columns
    this.idealWords = resistances.word === 0
    this.idealBits = resistances.bit === 0
    this.firstBit = this.idealWords ? rows : rows * columns
    const afterBits = this.firstBit + (this.idealBits ? columns : rows * columns)
    // A terminal without a resistance has no number of its own.
    this.firstSource = resistances.source === 0 ? -1 : afterBits
    const afterSources = resistances.source === 0 ? afterBits : afterBits + rows
    this.firstGround = resistances.neuron === 0 ? -1 : afterSources
    this.count = resistances.neuron === 0 ? afterSources : afterSources + columns
  }

  word(row: number, column: number): number {
    return this.idealWords ? row : row * this.columns + column
  }

  bit(row: number, column: number): number {
    return this.firstBit + (this.idealBits ? column : row * this.columns + column)
  }

  source(row: number): number {
    return this.firstSource < 0 ? this.word(row, 0) : this.firstSource + row
  }

  ground(column: number): number {
    return this.firstGround < 0 ? this.bit(this.rows - 1, column) : this.firstGround + column
  }

  /** What terminal a node is, if any: the end of a line is one where there is no resistance before it. */
  terminal(node: number): 'none' | 'source' | 'ground' {
    if (this.firstGround >= 0 && node >= this.firstGround) return 'ground'
    if (this.firstSource >= 0 && node >= this.firstSource) return 'source'
    if (node < this.firstBit) return this.firstSource < 0 && (this.idealWords || node % this.columns === 0) ? 'source' : 'none'
    const lastRow = this.firstBit + (this.rows - 1) * this.columns
    return this.firstGround < 0 && (this.idealBits || node >= lastRow) ? 'ground' : 'none'
  }

  /** Whether a node touches nothing outside the block: no other cell and no terminal. */
  inside(node: number, { top, bottom, left, right }: Block): boolean {
    if (this.terminal(node) !== 'none') return false
    if (node < this.firstBit) {
      if (this.idealWords) return left === 0 && right === this.columns
      const column = node % this.columns
      // The cell to the left owns the wire between the two.
      return column === 0 || (column > left && column < right)
    }
    if (this.idealBits) return top === 0 && bottom === this.rows
    const row = Math.floor((node - this.firstBit) / this.columns)
    return row === 0 || (row > top && row < bottom)
  }
}
