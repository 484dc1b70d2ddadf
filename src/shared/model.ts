/** One array of a network inside the flat vector of all its numbers. */
export interface ArrayPlace {
  /** Layer and role, as `conv1.weight`. */
  name: string
  shape: number[]
  offset: number
  length: number
  /** `device`: programmed into the array and inside the box; `digital`: exact; `statistics`: digital, running averages of a batch norm. */
  kind: 'device' | 'digital' | 'statistics'
}

/** The text half of a stored model (`model.json`); the other half, `weights.bin`, is float32, little endian, in `arrays` order. */
export interface ModelManifest {
  format: 1
  id: string
  label: string
  /** Id of the network in the zoo. */
  network: string
  arrays: ArrayPlace[]
  /** Upper clips of the activation quantisers: the image first, then each hidden layer. */
  clips: number[]
  weightBits: number | 'float'
  activationBits: number | 'float'
  /** SHA-256 of weights.bin, hex. */
  sha256: string
  training: {
    method: string
    label: string
    params: Record<string, unknown>
    seed: number
    /** The command that repeats the training. */
    command: string
    backend: string
    seconds: number
    data: { id: string; sha256: string }
    /** One line an epoch. */
    log: { epoch: number; loss: number; trainAccuracy: number; validationAccuracy: number }[]
  }
  /** Percent, on the 10,000 test images, at t = 0.03 with the seed of the training. */
  recorded: { clean: number; montecarloMean?: number; worst?: number; worstMethod?: string }
}

/** A model in memory. */
export interface ModelData {
  manifest: ModelManifest
  weights: Float32Array
}
