import { normalQuantile } from '../../../shared/normal'
import { philox, toUnit } from '../../../shared/rng'

/**
 * Standard normal numbers of one purpose, addressed by device and place, four from each call of the generator.
 * Source: Philox 4x32-10 words through the normal quantile; no number depends on which were asked for before.
 */
export class DeviceNormals {
  private readonly words = new Uint32Array(4)
  private device = -1
  private block = -1

  /** `purpose` parts the numbers of one stream, `chip` those of different chips. */
  constructor(
    private readonly seed: number,
    private readonly stream: number,
    private readonly purpose: number,
    private readonly chip: number,
  ) {}

  /** Number `index` of a device, both whole numbers of at least 0 and below 2^32. */
  at(device: number, index: number): number {
    return normalQuantile(this.unit(device, index))
  }

  /** The same number before the quantile, in (0, 1). */
  unit(device: number, index: number): number {
    const block = index >>> 2
    if (device !== this.device || block !== this.block) {
      philox(this.words, this.seed, this.stream, device, block, this.purpose, this.chip)
      this.device = device
      this.block = block
    }
    return toUnit(this.words[index & 3] ?? 0)
  }
}
