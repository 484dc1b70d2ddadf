import { argmax } from '../attack/surrogate'

/** The class that each row of logits answers, [images, classes]; the lowest index wins ties. */
export function answersOf(logits: Float32Array, classes: number): Uint8Array {
  return Uint8Array.from({ length: logits.length / classes }, (_, image) => argmax(logits, image * classes, classes))
}

/** Share of right answers, percent. */
export function accuracyOf(answers: Uint8Array, labels: Uint8Array): number {
  return (100 * answers.reduce((n, answer, i) => n + (answer === labels[i] ? 1 : 0), 0)) / labels.length
}
