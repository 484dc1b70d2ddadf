import { lowestAt, placeText, type Place } from './compare-place'
import { overlay } from './overlay'
import type { CompareCell, CompareRow } from './compare-row'
import { looseEnough, loosestText } from './loosest'
import type { Point, RunDetail } from './results'
import { count, duration, fixed, percent, signed, threshold } from './units'
import { verdictOf } from './verdict'

/** How a number is compared: shown, its difference to the base run, and which way is better (0: neither). */
interface Scale {
  write: (value: number) => string
  difference: (value: number, base: number) => string
  better: -1 | 0 | 1
}

const accuracy: Scale = { write: (v) => percent(v, 2), difference: (v, base) => signed(v - base, 2), better: 1 }
const box: Scale = { write: threshold, difference: (v, base) => signed(v - base, 4), better: 1 }
const time: Scale = { write: duration, difference: (v, base) => `\u00d7${(v / base).toFixed(2)}`, better: 0 }
const number: Scale = { write: count, difference: (v, base) => signed(v - base, 0), better: 0 }

/** Where the results of a place are read, in words. */
export function whereText(place: Place | undefined): string {
  return place === undefined ? 'lowest of the run' : `at ${placeText(place)}`
}

/**
 * What was found in each run: at one place along the curves the numbers of one point, the lowest where a run has several
 * curves, with a row that says of which; without a place in common those of the run's lowest point. Then what holds for the whole run.
 */
export function resultRows(runs: readonly RunDetail[], base: number, accuracySpec: number, place: Place | undefined): CompareRow[] {
  const points = runs.map((run) => lowestAt(run.points, place))
  const curves = curveTexts(runs, points)
  const read = (of: (point: Point) => number | undefined): (number | undefined)[] =>
    points.map((point) => (point === undefined ? undefined : of(point)))
  const verdicts = points.map((point) => (point === undefined ? '' : verdictOf(point.worst, accuracySpec)))

  const row = (key: string, short: string, unit: string, cells: CompareCell[]): CompareRow => ({
    key,
    label: short,
    short,
    unit,
    cells,
    differs: cells.some((cell) => !cell.same),
  })
  const numbers = (values: (number | undefined)[], scale: Scale): CompareCell[] =>
    values.map((value) => numberCell(value, values[base], scale))
  const texts = (values: string[]): CompareCell[] => values.map((text) => ({ text, same: text === values[base] }))
  const ofRuns = (of: (run: RunDetail) => number | undefined, scale: Scale): CompareCell[] => numbers(runs.map(of), scale)
  const foundBy = points.map((point) => (point === undefined ? '' : foundByText(point)))
  const atPlace = [
    ...(curves.some(Boolean) ? [row('curve', 'lowest curve', '', texts(curves))] : []),
    ...(place === undefined
      ? [
          row(
            't',
            'read at t',
            'window',
            numbers(
              read((point) => point.result?.t),
              { ...box, better: 0 },
            ),
          ),
        ]
      : []),
    row(
      'clean',
      'clean',
      '%',
      numbers(
        read((point) => point.result?.clean),
        accuracy,
      ),
    ),
    row(
      'montecarloMean',
      'Monte Carlo mean',
      '%',
      numbers(
        read((point) => point.result?.montecarlo?.mean),
        accuracy,
      ),
    ),
    row(
      'montecarloMin',
      'Monte Carlo lowest',
      '%',
      numbers(
        read((point) => point.result?.montecarlo?.min),
        accuracy,
      ),
    ),
    row(
      'worst',
      'worst found',
      '%',
      numbers(
        read((point) => point.worst),
        accuracy,
      ),
    ),
    row('foundBy', 'found by', '', texts(foundBy)),
    row('verdict', `verdict for ${fixed(accuracySpec)} %`, '', texts(verdicts)),
  ]
  return [
    ...atPlace.map((one) => ({ ...one, label: `${one.short}${place === undefined ? ', ' : ' '}${whereText(place)}`, atPlace: true })),
    row(
      'loosest',
      curves.some(Boolean) ? 'loosest t for all' : 'loosest t that passes',
      'window',
      runs.map((run) => loosestCell(run, runs[base], accuracySpec)),
    ),
    row(
      'points',
      'points done',
      '',
      ofRuns((run) => run.pointsDone, number),
    ),
    row(
      'seconds',
      'time taken',
      '',
      ofRuns((run) => (run.seconds > 0 ? run.seconds : undefined), time),
    ),
    row('backend', 'backend', '', texts(runs.map((run) => run.backend ?? ''))),
  ]
}

/** Which of its curves each point lies on, as `weights 4 bit`; empty where its run has one. */
function curveTexts(runs: readonly RunDetail[], points: readonly (Point | undefined)[]): string[] {
  const { curves } = overlay(runs)
  return points.map((point, index) => {
    const read = curves.find((curve) => curve.run === index && curve.points.some((one) => one.point.id === point?.id))
    return read?.label ?? ''
  })
}

/** What found the lowest accuracy of a point: its own search, or that of the point with a smaller box it quotes. */
export function foundByText({ result, carriedFrom }: Point): string {
  return carriedFrom === undefined ? (result?.foundBy ?? '') : `carried from ${carriedFrom}`
}

function numberCell(value: number | undefined, base: number | undefined, scale: Scale): CompareCell {
  if (value === undefined) return { text: '', same: base === undefined }
  const text = scale.write(value)
  if (base === undefined) return { text, value, same: false }
  if (value === base) return { text, value, same: true }
  const good = Math.sign(value - base) * scale.better
  return { text, value, same: false, difference: scale.difference(value, base), good: good > 0 ? 1 : good < 0 ? -1 : 0 }
}

function loosestCell(run: RunDetail, base: RunDetail | undefined, limit: number): CompareCell {
  const found = looseEnough(run, limit)
  const reference = base === undefined ? undefined : looseEnough(base, limit)
  const cell = numberCell(found?.t, reference?.t, box)
  const text = found === undefined ? '' : loosestText(found)
  // A bound has no exact difference to another number.
  if (found?.atLeast !== true && reference?.atLeast !== true) return { ...cell, text }
  const { difference: _, good: __, ...rest } = cell
  return { ...rest, text, same: reference !== undefined && text === loosestText(reference) }
}
