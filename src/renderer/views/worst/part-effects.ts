import type { PartSensitivity, Sensitivity } from '../../../shared/worst-case'
import { count, fixed, percent } from '../../../shared/units'

/** What is drawn of a part: points lost where only it errs, or won back where only it does not. */
export type Effect = 'alone' | 'without'

export interface PartEffect {
  part: PartSensitivity
  /** Points of accuracy; negative where the part stands against the harm. */
  points: number
  /** Heat colour, 0 to 6. */
  step: number
}

/** Effects below this are too small to be told by colour, points. */
const leastScale = 0.5

/** The parts by layer, as they are laid out; colours run from none to the largest effect in square-root steps. Pure. */
export function partEffects(
  parts: readonly PartSensitivity[],
  { clean, worst }: Pick<Sensitivity, 'clean' | 'worst'>,
  effect: Effect,
): { layers: { layer: string; across: number; parts: PartEffect[] }[]; most: number } {
  const points = (part: PartSensitivity): number => (effect === 'alone' ? clean - part.alone : part.without - worst)
  const most = Math.max(leastScale, ...parts.map(points))
  const layers = new Map<string, { layer: string; across: number; parts: PartEffect[] }>()
  for (const part of parts) {
    const held = layers.get(part.layer) ?? { layer: part.layer, across: 1, parts: [] }
    const value = points(part)
    held.parts.push({ part, points: value, step: Math.min(6, Math.floor(Math.sqrt(Math.max(0, value) / most) * 6.4)) })
    held.across = Math.max(held.across, (part.across ?? 0) + 1)
    layers.set(part.layer, held)
  }
  const byPlace = (a: PartEffect, b: PartEffect): number =>
    (a.part.down ?? 0) - (b.part.down ?? 0) || (a.part.across ?? 0) - (b.part.across ?? 0)
  return { layers: [...layers.values()].map((one) => ({ ...one, parts: one.parts.sort(byPlace) })), most }
}

export const partName = ({ layer, down, across }: PartSensitivity): string =>
  down === undefined || across === undefined ? layer : `${layer}, tile ${down},${across}`

/** The part that hurts most, and what it would help to make it exact, in a sentence. */
export function largestWords({ layers, tiles, clean, worst }: Sensitivity, of: 'layers' | 'tiles'): string {
  const parts = of === 'tiles' && tiles.length > 0 ? tiles : layers
  const largest = parts.reduce<PartSensitivity | undefined>((best, part) => (best && best.alone <= part.alone ? best : part), undefined)
  if (largest === undefined) return ''
  const all = layers.reduce((sum, { weights }) => sum + weights, 0)
  const share = all === 0 ? '' : `, ${percent((100 * largest.weights) / all)}\u00a0% of all,`
  const lifts = largest.without - worst
  const then =
    lifts > 0
      ? `With it exact this chip rises from ${percent(worst)} to ${percent(largest.without)}\u00a0%.`
      : `With it exact this chip stays at ${percent(largest.without)}\u00a0%.`
  return `Largest: ${partName(largest)}. Its ${count(largest.weights)} weights${share} cost ${fixed(clean - largest.alone)}\u00a0pt when only they err. ${then}`
}
