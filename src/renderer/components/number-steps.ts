/** Rounds away what adding in binary leaves behind. */
const tidy = (value: number): number => Number(value.toPrecision(12))

/**
 * How far an arrow key goes: the field's own step, or one in the second significant digit of the number it is at
 * (0.03 goes by 0.001, 150 by 10); whole numbers go by at least one.
 */
export function stepSize(value: number, { step, whole, times }: { step?: number | undefined; whole: boolean; times: number }): number {
  const own = step ?? (whole ? 1 : value === 0 ? 0.01 : 10 ** (Math.floor(Math.log10(Math.abs(value)) + 1e-9) - 1))
  const size = tidy(own * times)
  return whole ? Math.max(1, Math.round(size)) : size
}

/** A step from a value, held inside what is allowed; a value outside may only come nearer. */
export function stepBy(value: number, by: number, min = -Infinity, max = Infinity): number {
  const next = tidy(value + by)
  if (next > max) return Math.max(max, Math.min(value, next))
  if (next < min) return Math.min(min, Math.max(value, next))
  return next
}
