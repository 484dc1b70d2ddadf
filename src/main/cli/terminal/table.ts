import CliTable from 'cli-table3'

export interface Column {
  title: string
  /** Numbers stand at the right. */
  numeric?: boolean
}

const hairlines = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '  ',
}

/** Rows under their titles, without colours and borders, so that it also reads well in a file. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const drawn = new CliTable({
    head: columns.map((column) => column.title),
    chars: hairlines,
    colAligns: columns.map((column) => (column.numeric === true ? 'right' : 'left')),
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  })
  drawn.push(...rows.map((row) => [...row]))
  return drawn
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
}
