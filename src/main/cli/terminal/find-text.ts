import type { AnswerPoint, Evidence } from '../../../shared/answer'
import type { Value } from '../../../shared/fields'
import { metrics, type Proof } from '../../../shared/metrics'
import { measuredText, objectiveKey, parseObjective } from '../../../shared/objective'
import type { RunDetail } from '../../../shared/results'
import { specToFile } from '../../../shared/spec'
import { duration } from '../../../shared/units'
import { table, type Column } from './table'

/** A search that is over, and the values of the other fields it was started for. */
export interface Found {
  at: Record<string, Value>
  run: RunDetail
}

/** One answer in the command line's JSON. `measured` is by objective without its limit: percent, seconds, joules, square metres. */
export interface AnswerDocument {
  run: string
  spec: Record<string, unknown>
  at: Record<string, Value>
  value: number | null
  atLeast: boolean
  passes?: Evidence
  fails?: Evidence
  statement: string
  proved: Proof
  points: AnswerPoint[]
  notes: string[]
  seconds: number
}

export interface FindDocument {
  objective: string
  over: string
  answers: AnswerDocument[]
}

/** Searches as scripts read them; one that was stopped before it found anything has no answer. */
export function findDocument(found: readonly Found[]): FindDocument {
  const search = found[0]?.run.search
  return {
    objective: search?.objectives.join(' and ') ?? '',
    over: search?.over ?? '',
    answers: found.flatMap(({ at, run }) => {
      if (run.answer === undefined) return []
      const { settled: _settled, ...answer } = run.answer
      return [{ run: run.id, spec: specToFile(run.spec), at, ...answer, notes: run.search?.notes ?? [], seconds: run.seconds }]
    }),
  }
}

/** The answers, each with its statement; one alone with its points, several as a table first. */
export function findText(found: readonly Found[], fields: readonly string[]): string {
  const [only] = found
  if (only !== undefined && found.length === 1) return `${heading(only)}\n${pointsTable(only.run)}\n${statement(only.run)}`
  return [answersTable(found, fields), ...found.map((one) => `\n${heading(one)}\n${statement(one.run)}`)].join('\n')
}

function heading({ run }: Found): string {
  const facts = [run.backend, `${run.pointsDone} points`, duration(run.seconds)].filter((fact) => fact !== undefined)
  return `${run.id}  ${run.name} (${run.state}: ${facts.join(', ')})`
}

const statement = ({ answer, search }: RunDetail): string =>
  [answer?.statement ?? 'It was stopped before it found anything.', ...(search?.notes ?? []).map((note) => `Set for it: ${note}`)].join(
    '\n',
  )

function objectivesOf({ search }: RunDetail): { key: string; title: string; text: (measured: Record<string, number>) => string }[] {
  return (search?.objectives ?? []).map(parseObjective).map((objective) => {
    const key = objectiveKey(objective)
    const text = (measured: Record<string, number>): string => {
      const value = measured[key]
      return value === undefined ? '' : measuredText(objective.metric, value)
    }
    const { label } = metrics[objective.metric]
    return { key, title: objective.level === undefined ? label : `${label} at ${objective.level} %`, text }
  })
}

function pointsTable(run: RunDetail): string {
  const objectives = objectivesOf(run)
  const columns: Column[] = [
    { title: run.search?.over ?? '', numeric: true },
    ...objectives.map(({ title }) => ({ title, numeric: true })),
    { title: '' },
    { title: 'Point' },
  ]
  const rows = (run.answer?.points ?? []).map(({ value, measured, verdict, point }) => [
    String(value),
    ...objectives.map(({ text }) => text(measured)),
    verdict,
    point,
  ])
  return table(columns, rows)
}

function answersTable(found: readonly Found[], fields: readonly string[]): string {
  const first = found[0]?.run
  const objectives = first === undefined ? [] : objectivesOf(first)
  const axes = fields.filter((field) => found.some(({ at }) => field in at))
  const columns: Column[] = [
    ...axes.map((title) => ({ title })),
    { title: `${first?.search?.over ?? ''} ${first?.search?.unit ?? ''}`.trim(), numeric: true },
    ...objectives.map(({ title }) => ({ title, numeric: true })),
    { title: 'fails at', numeric: true },
    { title: 'Run' },
  ]
  const rows = found.map(({ at, run }) => [
    ...axes.map((field) => String(at[field] ?? '')),
    answerText(run),
    ...objectives.map(({ text }) => text(run.answer?.passes?.measured ?? {})),
    run.answer?.fails === undefined ? '' : String(run.answer.fails.value),
    run.id,
  ])
  return table(columns, rows)
}

/** The value, with a sign where nothing that was tried fails. */
function answerText({ answer, search }: RunDetail): string {
  if (answer === undefined) return ''
  if (answer.value === null) return answer.fails === undefined ? 'not known' : 'none'
  return answer.atLeast ? `${search?.looser === 'smaller' ? '\u2264' : '\u2265'} ${answer.value}` : String(answer.value)
}
