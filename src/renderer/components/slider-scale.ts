import type { FieldInfo, Value } from '../../shared/fields'

/** A slider's positions, 0 to `steps`, and the values they stand for. */
export interface SliderScale {
  steps: number
  toPosition: (value: Value) => number
  toValue: (position: number) => Value
}

/**
 * Where an arrow key leads from a value: to the next position with a value beyond it, since neighbours of a fine scale
 * round to the same. Undefined at the end.
 */
export function nextPosition(scale: SliderScale, from: Value, direction: 1 | -1): number | undefined {
  for (let at = scale.toPosition(from); at >= 0 && at <= scale.steps; at += direction) {
    const value = scale.toValue(at)
    if (value === from) continue
    if (typeof value !== 'number' || typeof from !== 'number' || (value - from) * direction > 0) return at
  }
  return undefined
}

const fine = 200

/** Rounds to few digits, so that a slider never gives 0.030000000000000002. */
const digits = (value: number, count: number): number => Number(value.toPrecision(count))

/**
 * How a field's slider runs: whole numbers one by one, powers of two, or a fine log or linear scale.
 * A word the field also takes, as `float`, is the stop past the last number.
 */
export function sliderScale(info: FieldInfo): SliderScale {
  const [low, high] = info.slider ?? [info.min ?? 0, info.max ?? 1]
  const scale = numbers(info, low, high)
  const word = info.options.at(-1)
  if (word === undefined) return scale
  return {
    steps: scale.steps + 1,
    toPosition: (value) => (value === word ? scale.steps + 1 : scale.toPosition(value)),
    toValue: (position) => (position > scale.steps ? word : scale.toValue(position)),
  }
}

function numbers(info: FieldInfo, low: number, high: number): SliderScale {
  const whole = info.kind === 'integer'
  const inside = (value: Value): number => Math.min(high, Math.max(low, Number(value)))
  if (info.scale === 'log2') {
    const steps = Math.round(Math.log2(high / low))
    return { steps, toPosition: (v) => Math.round(Math.log2(inside(v) / low)), toValue: (p) => low * 2 ** p }
  }
  if (info.scale === 'log' && low > 0) {
    const span = Math.log(high / low)
    const round = (value: number): number => (whole ? Math.round(digits(value, 2)) : digits(value, 2))
    return {
      steps: fine,
      toPosition: (v) => Math.round((Math.log(inside(v) / low) / span) * fine),
      toValue: (p) => round(low * Math.exp((p / fine) * span)),
    }
  }
  if (whole && high - low <= fine) return { steps: high - low, toPosition: (v) => Math.round(inside(v)) - low, toValue: (p) => low + p }
  return {
    steps: fine,
    toPosition: (v) => Math.round(((inside(v) - low) / (high - low)) * fine),
    toValue: (p) => (whole ? Math.round(low + (p / fine) * (high - low)) : digits(low + (p / fine) * (high - low), 3)),
  }
}
