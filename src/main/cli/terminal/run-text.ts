import type { FieldInfo } from '../../../shared/fields'
import { chipYield, chipYieldText, yieldText } from '../../../shared/likelihood'
import type { Point, RunDetail } from '../../../shared/results'
import { duration, percent, threshold } from '../../../shared/units'
import { floorText } from '../../../shared/floor'
import { holdsForAll, programmedPoints } from '../../../shared/whole-chips'
import type { Context } from './context'
import { endError, follow } from './follow'
import { runDocument } from './run-document'
import { table, type Column } from './table'

/** A run's curve as a table, with a line above that says what it is and a line below that says what is missing. */
export function runText(run: RunDetail, fields: readonly FieldInfo[]): string {
  const axes = run.spec.axes.map(({ field }) => field)
  const sampled = run.points.some((point) => point.result?.montecarlo !== undefined)
  const certified = run.points.some(({ floor }) => floor !== undefined)
  const columns: Column[] = [
    ...axes.map((name) => ({ title: title(name, fields), numeric: true })),
    { title: 't', numeric: true },
    { title: 'Clean %', numeric: true },
    ...(sampled
      ? [
          { title: 'MC mean %', numeric: true },
          { title: 'MC min %', numeric: true },
        ]
      : []),
    ...(certified ? [{ title: 'Certified floor %', numeric: true }] : []),
    { title: 'Worst found %', numeric: true },
    { title: 'Found by' },
  ]
  const rows = run.points.map((point) => [...axes.map((name) => String(point.at[name] ?? '')), ...figures(point, sampled, certified)])
  const facts = [run.backend, `${run.pointsDone} of ${run.pointsTotal} points`, duration(run.seconds)].filter((fact) => fact !== undefined)
  const troubled = run.points.find((point) => point.error !== undefined)
  const trouble =
    troubled?.error === undefined
      ? ''
      : `\n${run.points.filter((point) => point.error !== undefined).length} points without a result. ${troubled.id}: ${troubled.error.message} ${troubled.error.hint ?? ''}`.trimEnd()
  return `${run.id}  ${run.name} (${run.state}: ${facts.join(', ')})\n${table(columns, rows)}${certificateText(run)}${heldText(run)}${yieldLines(run)}${trouble}${answerLine(run)}`
}

/** What a run that searches has found. */
function answerLine({ answer }: RunDetail): string {
  return answer === undefined ? '' : `\n${answer.statement}`
}

/** Why nothing could be bounded, where that is so. */
function certificateText(run: RunDetail): string {
  const why = new Set(run.points.flatMap(({ result }) => result?.certificate?.why ?? []))
  return [...why].map((sentence) => `\nNo floor is certified. ${sentence}`).join('')
}

/** Which chips the worst cases hold for, at the point where write-verify fails most; nothing where it never does. */
function heldText(run: RunDetail): string {
  return holdsForAll(programmedPoints(run), false)
    .map((sentence) => `\n${sentence}`)
    .join('')
}

/** How likely chips miss their accuracy, one line a point; what Monte Carlo saw of it stands beside it. */
function yieldLines({ points }: RunDetail): string {
  return points
    .flatMap(({ id, result }) => {
      if (result?.yield === undefined) return []
      const seen = chipYield(result, result.yield.accuracy)
      return [
        `\n${id}: ${yieldText(result.yield)}.${seen === undefined ? '' : ` Monte Carlo: ${chipYieldText(seen, result.yield.accuracy)}.`}`,
      ]
    })
    .join('')
}

function title(name: string, fields: readonly FieldInfo[]): string {
  const info = fields.find((field) => field.name === name)
  return info === undefined ? name : `${info.label}${info.unit === undefined ? '' : ` ${info.unit}`}`
}

function figures({ result, worst, floor, carriedFrom, state }: Point, sampled: boolean, certified: boolean): string[] {
  if (result === undefined) return ['', '', ...(sampled ? ['', ''] : []), ...(certified ? [''] : []), '', state]
  const { t, clean, montecarlo, foundBy, worstOwn } = result
  return [
    threshold(t),
    percent(clean, 2),
    ...(sampled
      ? [montecarlo === undefined ? '' : percent(montecarlo.mean, 2), montecarlo === undefined ? '' : percent(montecarlo.min, 2)]
      : []),
    ...(certified ? [floorText(floor)] : []),
    percent(worst ?? worstOwn, 2),
    carriedFrom === undefined ? foundBy : `${foundBy} at ${carriedFrom}`,
  ]
}

/** Answers with a run that is over: done, or with why it is not. */
export async function answerRun(context: Context, run: RunDetail): Promise<void> {
  const fields = await context.call('designs.fields', {})
  context.answer(runDocument(run), () => runText(run, fields), endError(run))
}

/** Follows a run from its start to its end and answers with it. */
export async function followAndAnswer(context: Context, start: Parameters<typeof follow>[1]): Promise<void> {
  await answerRun(context, await follow(context, start))
}
