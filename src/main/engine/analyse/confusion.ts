/** Images by true class (rows) and answered one (columns). Source: METHODS 3, "Worst-case record". */
export function confusionOf(answers: Uint8Array, labels: Uint8Array, classes: number): number[][] {
  const table = Array.from({ length: classes }, () => new Array<number>(classes).fill(0))
  answers.forEach((answer, i) => {
    const row = table[labels[i] ?? 0]
    if (row !== undefined) row[answer] = (row[answer] ?? 0) + 1
  })
  return table
}

/** Images of each class and their accuracy in two tables, percent; 0 where a class has no images. */
export function perClassOf(clean: readonly number[][], worst: readonly number[][]): { images: number; clean: number; worst: number }[] {
  return worst.map((row, c) => {
    const images = row.reduce((a, b) => a + b, 0)
    const share = (right: number | undefined): number => (images === 0 ? 0 : (100 * (right ?? 0)) / images)
    return { images, clean: share(clean[c]?.[c]), worst: share(row[c]) }
  })
}
