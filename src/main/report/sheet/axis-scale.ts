/** A direction of a chart: where a value stands in pixels, and the values that get a tick. */
export interface AxisScale {
  at: (value: number) => number
  ticks: number[]
  text: (value: number) => string
}

/** Steps of 1, 2 or 5 times a power of ten that cut a range into about `wanted` parts. */
export function niceStep(range: number, wanted: number): number {
  const rough = range / wanted
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((f) => f * power >= rough * (1 - 1e-9)) ?? 10
  return Number((factor * power).toPrecision(12))
}

/** A linear axis over pixels [from, to] whose ends are ticks. */
export function linearScale(low: number, high: number, from: number, to: number, wanted = 6): AxisScale {
  const step = niceStep(high > low ? high - low : Math.abs(high) || 1, wanted)
  const first = Math.floor(low / step + 1e-9)
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9))
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
  const [bottom, top] = [first * step, last * step]
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return {
    at: (value) => from + ((value - bottom) / (top - bottom)) * (to - from),
    ticks,
    text: (value) => (value === 0 ? '0' : value.toFixed(decimals)),
  }
}

/** A logarithmic axis with ticks at 1, 2 and 5 of each decade; ends above zero. */
export function logScale(low: number, high: number, from: number, to: number): AxisScale {
  const ends = Math.log(high / low) || 1
  const decades = Array.from(
    { length: Math.ceil(Math.log10(high)) - Math.floor(Math.log10(low)) + 1 },
    (_, i) => 10 ** (Math.floor(Math.log10(low)) + i),
  )
  const all = decades.flatMap((decade) => [1, 2, 5].map((f) => Number((f * decade).toPrecision(12))))
  return {
    at: (value) => from + (Math.log(value / low) / ends) * (to - from),
    ticks: all.filter((tick) => tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)),
    text: String,
  }
}

/** Names side by side, each in the middle of its own share of the axis. */
export function nameScale(names: readonly string[], from: number, to: number): AxisScale {
  return {
    at: (value) => from + ((value + 0.5) / names.length) * (to - from),
    ticks: names.map((_, index) => index),
    text: (value) => names[value] ?? '',
  }
}
