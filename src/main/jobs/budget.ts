import { passCost } from '../../shared/converters'
import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import type { Axis, Spec } from '../../shared/spec'
import type { EngineFacts } from './engine-facts'
import { imagesOf, type Speeds } from './estimate'

/** Fewest and most passes that a budget may have. */
const [fewest, most] = [10, 100_000]

/**
 * A spec whose budget in seconds a point has become one in gradient passes, at the measured speed of its first design: what a
 * run keeps, so that a rerun searches as far, however fast the machine is. Source: METHODS 3, "Strongest". Throws bad-value
 * where passes are swept beside.
 */
export function inPasses(spec: Spec, engine: Pick<EngineFacts, 'datasets'>, speeds: Speeds): Spec {
  const axis = spec.axes.find(({ field }) => field === 'attack.seconds')
  const seconds = Number(spec.fields['attack.seconds'] ?? 0)
  if (axis === undefined && seconds === 0) return spec
  if (spec.axes.some(({ field }) => field === 'attack.budget'))
    throw new NadirError('bad-value', 'A search has a budget of passes or of seconds, not both.', {
      hint: 'Set attack.seconds=0, or leave attack.budget alone.',
    })
  const design = spec.fields as Design
  const given = Number(design['attack.budget'])
  const passes = (time: number): number => (time === 0 ? given : passesIn(time, design, engine, speeds))
  const fields = { ...spec.fields, 'attack.seconds': 0, 'attack.budget': passes(seconds) }
  if (axis === undefined) return { ...spec, fields }
  const values = axis.values.map((time) => passes(Number(time)))
  const swept: Axis = { field: 'attack.budget', values: [...new Set(values)] }
  return { ...spec, fields: { ...fields, 'attack.budget': swept.values[0] ?? given }, axes: spec.axes.map((a) => (a === axis ? swept : a)) }
}

function passesIn(seconds: number, design: Design, { datasets }: Pick<EngineFacts, 'datasets'>, speeds: Speeds): number {
  const dataset = datasets.find(({ id }) => id === design['data.set'])
  if (dataset === undefined) return Number(design['attack.budget'])
  const images = imagesOf(design['data.attack.images'], design['data.attack.split'], dataset)
  const pass = (images * passCost(design).gradient) / speeds.gradient
  return Math.max(fewest, Math.min(most, Math.floor(seconds / pass)))
}
