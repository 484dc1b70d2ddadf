/**
 * Adam on one flat vector, in float64.
 * Source: Kingma and Ba 2015, Algorithm 1, beta 0.9 and 0.999, epsilon 1e-8.
 */
export class Adam {
  private readonly first: Float64Array
  private readonly second: Float64Array
  private power1 = 1
  private power2 = 1

  constructor(
    length: number,
    public rate: number,
  ) {
    this.first = new Float64Array(length)
    this.second = new Float64Array(length)
  }

  /** One step downhill; changes `values`. */
  step(values: Float64Array, gradient: ArrayLike<number>): void {
    this.power1 *= 0.9
    this.power2 *= 0.999
    const { first, second, rate } = this
    const correct1 = 1 / (1 - this.power1)
    const correct2 = 1 / (1 - this.power2)
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i] ?? 0
      const m = 0.9 * (first[i] ?? 0) + 0.1 * g
      const v = 0.999 * (second[i] ?? 0) + 0.001 * g * g
      first[i] = m
      second[i] = v
      values[i] = (values[i] ?? 0) - (rate * m * correct1) / (Math.sqrt(v * correct2) + 1e-8)
    }
  }
}
