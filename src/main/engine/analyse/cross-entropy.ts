import { argmax } from '../attack/surrogate'

/**
 * Mean cross entropy of some images, in nats, and the share answered right, percent. `logits` [images, classes], one label
 * an image. Float64, with the largest logit taken off before the exponential.
 */
export function lossOf(logits: Float32Array, labels: Uint8Array, classes: number): { loss: number; accuracy: number } {
  let [loss, correct] = [0, 0]
  labels.forEach((label, image) => {
    const from = image * classes
    const answered = argmax(logits, from, classes)
    const top = logits[from + answered] ?? 0
    let sum = 0
    for (let j = 0; j < classes; j++) sum += Math.exp((logits[from + j] ?? 0) - top)
    loss += Math.log(sum) + top - (logits[from + label] ?? 0)
    if (answered === label) correct++
  })
  return { loss: loss / labels.length, accuracy: (100 * correct) / labels.length }
}
