import type { MethodInfo, ReportFile } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import type { ReportFormat, ReportInput } from './format'

const files = import.meta.glob<ReportFormat>(['./*.ts', '!./create.ts', '!./format.ts'], { eager: true, import: 'default' })
const formats = new Map(Object.entries(files).map(([path, format]) => [path.replace(/^\.\/|\.ts$/g, ''), format]))

/** Every report format as `methods.list` shows it. */
export function listFormats(): MethodInfo[] {
  return [...formats].map(([id, { label, summary }]) => ({ id, kind: 'report', label, source: '', summary, params: [] }))
}

/**
 * Writes one or several runs as one file. Throws unknown-method for a format that does not exist and bad-value without a run.
 */
export function createReport(input: ReportInput, format: string): ReportFile {
  const writer = formats.get(format)
  if (writer === undefined) {
    throw new NadirError('unknown-method', `There is no report format ${format}.`, {
      hint: `Choose one of ${[...formats.keys()].join(', ')}.`,
    })
  }
  if (input.runs.length === 0) throw new NadirError('bad-value', 'A report needs a run.', { hint: 'Name one to eight runs, as r-00001.' })
  const name = `nadir-${input.runs.map((run) => run.id).join('-')}.${writer.extension}`
  return { name, mime: writer.mime, text: writer.create(input) }
}
