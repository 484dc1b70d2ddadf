import { CsvError, parse } from 'csv-parse/sync'
import { NadirError } from '../../../shared/errors'

export interface TableRow {
  /** Line of the file, counted from 1. */
  line: number
  cells: string[]
}

/** A CSV file's header, lower case, and its rows. */
export interface CsvTable {
  where: string
  header: string[]
  rows: TableRow[]
}

/**
 * Reads a table with a header line; commas, semicolons or tabs between cells, `#` before comments, blank lines skipped.
 * Throws bad-value naming file and line where the text is no such table or a row is longer or shorter than the header.
 */
export function parseTable(text: string, where: string): CsvTable {
  const [first, ...rest] = records(text, where)
  if (first === undefined || rest.length === 0)
    throw new NadirError(
      'bad-value',
      `${where}: ${first === undefined ? 'an empty file' : 'a header without rows'}, expected measurements.`,
      {
        hint: 'The first line names the columns, every other line is one measurement.',
      },
    )
  const header = first.cells.map((cell) => cell.toLowerCase())
  for (const { line, cells } of rest)
    if (cells.length !== header.length)
      throw new NadirError(
        'bad-value',
        `${where}, line ${line}: ${cells.length} cells, expected ${header.length} (${header.join(', ')}).`,
        {
          hint: 'Numbers have a decimal point; commas, semicolons and tabs part cells.',
        },
      )
  return { where, header, rows: rest }
}

/** One column as numbers. Throws not-a-number naming line and cell, out-of-range where `least` is not reached. */
export function numbersOf({ where, header, rows }: CsvTable, column: string, least = -Infinity): number[] {
  const place = header.indexOf(column)
  return rows.map(({ line, cells }) => {
    const cell = cells[place] ?? ''
    const value = Number(cell)
    if (cell === '' || !Number.isFinite(value))
      throw new NadirError('not-a-number', `${where}, line ${line}, column ${column}: "${cell}", expected a number.`, {
        hint: 'Nothing was imported; correct the cell or take the line out.',
      })
    if (value < least)
      throw new NadirError('out-of-range', `${where}, line ${line}, column ${column}: ${value}, expected at least ${least}.`, {
        hint: 'Nothing was imported; correct the cell or take the line out.',
      })
    return value
  })
}

function records(text: string, where: string): TableRow[] {
  const rows: TableRow[] = []
  try {
    parse(text, {
      bom: true,
      comment: '#',
      comment_no_infix: true,
      delimiter: [',', ';', '\t'],
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      on_record: (record: string[], { lines }) => {
        rows.push({ line: lines, cells: record })
        return record
      },
    })
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new NadirError('bad-value', `${where}: not a CSV table: ${error.message}`, {
      hint: 'Save the data as plain comma-separated text.',
      cause: error,
    })
  }
  return rows
}
