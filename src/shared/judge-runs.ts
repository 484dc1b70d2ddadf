import { toCurves, type Family } from './curves'
import { findAxes } from './find-axes'
import { measure, type MeasuringFacts } from './measure'
import { judge, type Objective } from './objective'
import type { RunDetail } from './results'
import { designAt, type Spec } from './spec'
import { together, type Verdict } from './verdict'

/** How one objective stands at a point; empty where the point does not say. */
export interface JudgedObjective {
  measured?: number
  verdict?: Verdict
}

/** A curve at the loosest of its points that meets all objectives, else at the one that comes nearest. */
export interface JudgedCurve {
  label: string
  /** Id of the point, and its value along the curve. */
  point: string
  x: number | null
  /** In the order of the objectives. */
  objectives: JudgedObjective[]
  /** Of all together; absent where one is not known. */
  verdict?: Verdict
  /** Points that have come, and those of them that meet all. */
  done: number
  passing: number
}

export interface JudgedRun {
  id: string
  name: string
  /** Field along its curves; absent of a single design. */
  along?: string
  curves: JudgedCurve[]
}

/** Every curve of a run held to objectives. A curve without a done point has no row. */
export function judgeRun(run: RunDetail, objectives: readonly Objective[], facts: MeasuringFacts): JudgedRun {
  const { x, families } = toCurves(run.spec, run.points)
  const larger = findAxes[x?.field ?? '']?.looser !== 'smaller'
  return {
    id: run.id,
    name: run.name,
    ...(x === undefined ? {} : { along: x.field }),
    curves: families.flatMap((family) => judgeCurve(run.spec, family, x !== undefined, larger, objectives, facts) ?? []),
  }
}

function judgeCurve(
  spec: Spec,
  family: Family,
  swept: boolean,
  larger: boolean,
  objectives: readonly Objective[],
  facts: MeasuringFacts,
): JudgedCurve | undefined {
  const judged = family.points.flatMap(({ x, point }) => {
    if (point.result === undefined) return []
    const design = designAt(spec, point.at)
    const each = objectives.map((objective): JudgedObjective => {
      const measured = measure(objective, point, design, facts)
      return measured === undefined ? {} : { measured, verdict: judge(objective, measured) }
    })
    const known = each.flatMap(({ verdict }) => verdict ?? [])
    // Where one is not known, the others choose the point, and there is no verdict of all.
    const standing = known.length === 0 ? undefined : together(known)
    return [{ standing, whole: known.length === each.length, shown: { x, point: point.id, objectives: each } }]
  })
  const tightToLoose = larger ? judged : judged.reverse()
  const loosest = (wanted: Verdict): (typeof judged)[number] | undefined => tightToLoose.findLast(({ standing }) => standing === wanted)
  // A point of which a part is not known meets what is known, and not all.
  const passing = tightToLoose.filter(({ standing, whole }) => whole && standing === 'pass')
  const best = passing.at(-1) ?? loosest('pass') ?? loosest('near') ?? tightToLoose[0]
  if (best === undefined) return undefined
  const { shown, standing, whole } = best
  return {
    ...shown,
    x: swept ? shown.x : null,
    label: family.label,
    ...(whole && standing !== undefined ? { verdict: standing } : {}),
    done: judged.length,
    passing: passing.length,
  }
}
