/** Relative errors, 0.1 is ten percent. */
export interface RelativeError {
  mean: number
  worst: number
}

/** A tile's cells by blocks, row by row: each the mean of its cells, null where none of them has a value. */
export type BlockMap = (number | null)[]

/** One tile of a programmed network solved with the resistances of its design, and the closed form beside it. */
export interface TileInspection {
  title: string
  /** Cells. */
  rows: number
  columns: number
  /** Ends of the window of the devices, siemens. */
  window: { gMin: number; gMax: number }
  /** Ohms. */
  resistances: { source: number; neuron: number; word: number; bit: number }
  /** Cells of a block, and blocks of the maps; those at the ends may hold fewer cells. */
  block: { rows: number; columns: number }
  blocks: { down: number; across: number }
  maps: {
    /** Siemens, as programmed. */
    conductance: BlockMap
    /** `1 - G_eff / G` of the nodal solution; open devices have none. */
    irDrop: BlockMap
    /** `G_closed / G_eff - 1`, signed; open devices have none. */
    error: BlockMap
  }
  /** Currents of the columns with all rows at `volts`, amperes, and the signed relative error of the closed form. */
  volts: number
  currents: { exact: number[]; closed: number[]; error: number[] }
  /** IR drop over the cells. */
  irDrop: RelativeError
  /** Of the closed form, absolute: over the entries of the conductance matrix, and over the columns. */
  entries: RelativeError
  columnErrors: RelativeError
  /** Time the computation took. */
  seconds: number
}

/** Most cells of a tile that is solved exactly: METHODS 7. */
export const mostSolvedCells = 784 * 500
/** Most blocks of a map along each side. */
export const mostBlocks = 128
