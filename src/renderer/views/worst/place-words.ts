import { threshold } from '../../../shared/units'
import { fieldWords } from '../../../shared/curves'
import { valueText } from '../../../shared/spec-text'
import { thresholdsOf, type RunPoint } from '../../charts/run-curves'
import type { Names } from '../explore/names'
import type { PointPlace } from './point-walk'

/** Where along its curve a point lies: `t = 0.0300`, or the value of the field that is swept. */
export function alongWords({ curves }: Pick<PointPlace, 'curves'>, { point, design }: Pick<RunPoint, 'point' | 'design'>): string {
  const field = curves.axis?.field
  if (curves.along === 'threshold' || field === undefined) return `t = ${threshold(thresholdsOf(design).window)}`
  const { label, unit } = fieldWords(field)
  return `${label.toLowerCase()} ${valueText(point.at[field])}${unit === '' ? '' : `\u00a0${unit}`}`
}

/** What the curve of a point is called. */
export function curveWords({ curve, here }: PointPlace, names: Names): string {
  return names.curve(curve.at, here.design.model)
}
