/** Which of the seven heat colours a cell has, by its share of its row in square-root steps; none where it is empty. */
export function heatStep(count: number, rowTotal: number): number | undefined {
  return count === 0 || rowTotal === 0 ? undefined : Math.min(6, Math.floor(Math.sqrt(count / rowTotal) * 6.9))
}

export function heatStyle(step: number | undefined): Record<string, string> {
  return step === undefined ? { color: 'var(--ink-faint)' } : { background: `var(--s${step})`, color: `var(--i${step})` }
}
