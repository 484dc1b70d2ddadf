import type { FieldInfo } from '../../../shared/fields'
import type { JudgedObjective } from '../../../shared/judge-runs'
import { threshold } from '../../../shared/units'
import type { Verdict } from '../../../shared/verdict'
import type { Judged } from './spec-state'

export interface JudgedRow {
  key: string
  run: string
  point: string
  name: string
  /** Where along its curve; empty of a single design. */
  at: string
  passing: string
  objectives: JudgedObjective[]
  verdict?: Verdict
}

/** A row a curve; one of several names what tells it apart. */
export function judgedRows({ runs }: Judged, infoOf: (field: string) => FieldInfo | undefined): JudgedRow[] {
  return runs.flatMap(({ id, name, along, curves }) =>
    curves.map(({ label, point, x, objectives, verdict, done, passing }) => ({
      key: `${id} ${point} ${label}`,
      run: id,
      point,
      name: curves.length > 1 ? `${label}, ${name}` : name,
      at: x === null || along === undefined ? '' : placeText(along, x, infoOf(along)),
      passing: `${passing} of ${done} points pass`,
      objectives,
      ...(verdict === undefined ? {} : { verdict }),
    })),
  )
}

/** `threshold 0.0225`, `4 bit`. */
function placeText(field: string, x: number, info: FieldInfo | undefined): string {
  if (field === 'device.threshold') return `threshold ${threshold(x)}`
  return info?.unit === undefined ? `${info?.label.toLowerCase() ?? field} ${x}` : `${x} ${info.unit}`
}
