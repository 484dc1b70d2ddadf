import type { CheckLine } from '../../../shared/contract'
import { NadirError } from '../../../shared/errors'
import type { Context } from './context'
import { table } from './table'

/** Answers with what was checked; a check that failed fails the command. */
export function answerChecks(context: Context, lines: readonly CheckLine[], code: 'model-damaged' | 'data-damaged' | 'internal'): void {
  const failed = lines.filter((line) => !line.ok)
  const [first] = failed
  const error =
    first === undefined
      ? undefined
      : new NadirError(code, `${first.name}: ${first.text}`, first.hint === undefined ? {} : { hint: first.hint })
  context.answer(
    { ok: failed.length === 0, checks: lines },
    () =>
      table(
        [{ title: '' }, { title: 'Checked' }, { title: 'Found' }],
        lines.map((line) => [line.ok ? 'ok' : 'FAILED', line.name, line.text]),
      ),
    error,
  )
}
