export type ScaleKind = 'linear' | 'log' | 'probability'

/** Percentages outside are drawn at the edge: a logit has no place for 0 and 100. */
const closest = 0.05

/** Where a value lies along an axis of this kind, in units that are then spread evenly over the pixels. */
export function project(kind: ScaleKind, value: number): number {
  switch (kind) {
    case 'linear':
      return value
    case 'log':
      return Math.log10(value)
    case 'probability': {
      const p = Math.min(100 - closest, Math.max(closest, value)) / 100
      return Math.log(p / (1 - p))
    }
  }
}

/** Round numbers that cover a range with about `wanted` steps, ends inside the range. */
export function niceTicks(low: number, high: number, wanted: number): number[] {
  if (!(high > low)) return [low]
  const raw = (high - low) / wanted
  const power = 10 ** Math.floor(Math.log10(raw))
  const off = (step: number): number => Math.abs(Math.log(step / raw))
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).reduce((best, s) => (off(s) < off(best) ? s : best))
  const first = Math.ceil(low / step - 1e-9)
  const last = Math.floor(high / step + 1e-9)
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

/** The smallest tick at or above a value, as the end of an axis that starts at zero. */
export function niceEnd(value: number): number {
  return niceTicks(0, value * 1.5, 12).find((tick) => tick >= value * 0.9999) ?? value
}

/** Ticks of a logarithmic axis: 1, 2 and 5 of each decade, only the ones where there is room, or tens over many decades. */
export function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low)
  const factors = decades > 3 ? [1] : [1, 2, 5]
  const ticks: number[] = []
  for (let e = Math.floor(Math.log10(low)) - 1; e <= Math.ceil(Math.log10(high)); e++) {
    for (const factor of factors) {
      const tick = Number((factor * 10 ** e).toPrecision(3))
      if (tick >= low * 0.9999 && tick <= high * 1.0001) ticks.push(tick)
    }
  }
  return ticks
}

const accuracies = [0.1, 0.2, 1, 5, 20, 50, 80, 90, 95, 98, 99, 99.5, 99.9]

/** The range and ticks of an accuracy axis, percent: 0 to 100, or on the probability scale just what the values need. */
export function accuracyAxis(kind: 'linear' | 'probability', values: readonly number[]): { min: number; max: number; ticks: number[] } {
  if (kind === 'linear') return { min: 0, max: 100, ticks: [0, 20, 40, 60, 80, 100] }
  const lowest = Math.min(50, ...values)
  const highest = Math.max(95, ...values)
  const min = Math.max(closest * 2, lowest / 1.6)
  const max = Math.min(100 - closest * 2, 100 - (100 - highest) / 2)
  const inside = accuracies.filter((tick) => tick >= min && tick <= max)
  // Of two neighbours less than this apart only the first is named.
  const apart = (project('probability', max) - project('probability', min)) / 22
  return {
    min,
    max,
    ticks: inside.filter((tick, i) => i === 0 || project('probability', tick) - project('probability', inside[i - 1] ?? 0) > apart),
  }
}

/** A tick in as few digits as tell it apart: 0.005, 20, 1024. */
export function tickText(value: number): string {
  return String(Number(value.toPrecision(6))).replace(/^-/, '\u2212')
}

/** Ticks in words with as many decimals as the finest of them needs; zero stays bare. */
export function tickTexts(values: readonly number[]): string[] {
  const decimals = Math.max(0, ...values.map((value) => (/\.(\d+)$/.exec(tickText(value))?.[1] ?? '').length))
  return values.map((value) => (value === 0 ? '0' : value.toFixed(decimals).replace(/^-/, '\u2212')))
}
