/** The largest number that passes, and the smallest that does not, as far as they were found. */
export interface Largest {
  /** Absent where the smallest one does not pass. */
  passes?: number
  /** Absent where the largest one passes. */
  fails?: number
}

/**
 * The largest t that is certified, by bisection on a logarithmic axis, until the smallest that is not is no more than a
 * share `width` above it. What it gives was certified itself, so that it holds even where a method is not monotone. Throws
 * as `certified` does.
 */
export async function largestCertified(
  { from, to, width }: { from: number; to: number; width: number },
  certified: (t: number) => Promise<boolean>,
): Promise<Largest> {
  if (!(await certified(from))) return { fails: from }
  if (await certified(to)) return { passes: to }
  let [passes, fails] = [from, to]
  while (fails > passes * (1 + width)) {
    // Twelve digits, as every value on an axis has.
    const middle = Number(Math.sqrt(passes * fails).toPrecision(12))
    if (await certified(middle)) passes = middle
    else fails = middle
  }
  return { passes, fails }
}
