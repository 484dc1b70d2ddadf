import { useToasts } from '../stores/toasts'

/** Puts a text on the clipboard and says so. */
export async function copyText(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text)
    useToasts().show({ text: `${what} copied`, key: 'copied', seconds: 3 })
  } catch {
    useToasts().show({ tone: 'fail', text: `${what} could not be copied`, hint: 'The clipboard is not open to this page.' })
  }
}

/** A table as tab-separated text, as spreadsheets paste it; tabs and line ends inside a cell become spaces. */
export function toTsv(rows: readonly (readonly (string | number | undefined)[])[]): string {
  return rows.map((row) => row.map((cell) => String(cell ?? '').replace(/[\t\r\n]+/g, ' ')).join('\t')).join('\n')
}
