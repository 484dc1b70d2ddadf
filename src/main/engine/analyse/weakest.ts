/** An image by how it is answered. */
export interface Answered {
  /** Place among the images that were answered. */
  at: number
  answered: number
  /** Logit of the right class less the best other one. */
  margin: number
}

/** The images of lowest margin, lowest first; of equal ones the first. `logits` [images, classes]. */
export function weakestOf(logits: Float32Array, answers: Uint8Array, labels: Uint8Array, classes: number, most: number): Answered[] {
  return Array.from(answers, (answered, at) => ({ at, answered, margin: marginOf(logits, at * classes, classes, labels[at] ?? 0) }))
    .sort((a, b) => a.margin - b.margin || a.at - b.at)
    .slice(0, most)
}

function marginOf(logits: Float32Array, from: number, classes: number, label: number): number {
  let other = -Infinity
  for (let j = 0; j < classes; j++) if (j !== label) other = Math.max(other, logits[from + j] ?? 0)
  return (logits[from + label] ?? 0) - other
}
