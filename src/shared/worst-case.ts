/** How far a named look at a worst chip is. */
export interface AnalysisProgress {
  job: string
  /** In a few words, as `fc1, tile 0,1`. */
  doing: string
  done: number
  of: number
}

/** What one layer's part of a chip's error looks like; of devices where those are counted. */
export interface LayerShare {
  /** Layer by name, as `conv1`. */
  name: string
  weights: number
  /** Weights with an error, and those at either end of their interval. */
  perturbed: number
  atBound: number
}

/** Confidences (softmax of the answered class) of a group of images, in equal bins from 0 to 1. */
export interface ConfidenceGroup {
  images: number
  mean: number
  counts: number[]
}

/** An image that a chip answers worst, with its pixels. */
export interface WeakImage {
  /** Place in the data set, train before test. */
  image: number
  label: number
  answered: number
  /** Logit of the right class less the best other one; negative where the answer is wrong. */
  margin: number
  /** Bytes of the image, height x width x channels, base64. */
  pixels: string
}

/** The worst chip found of one point, looked at. Accuracies in percent. Source: METHODS 3, "Worst-case record". */
export interface WorstRecord {
  /** Point whose finding it is: the point itself, or a smaller set inside its own. */
  from: string
  images: number
  /** With the worst chip found, counted anew, and of the programmed network. */
  accuracy: number
  clean: number
  /** Images: rows the true class, columns the answered one. */
  confusion: number[][]
  perClass: { images: number; clean: number; worst: number }[]
  confidence: { right: ConfidenceGroup; wrong: ConfidenceGroup }
  /** What the histogram and the layers count: weights, or devices where converters, resistance or a compensation stand behind those. */
  of?: 'weights' | 'devices'
  /** Weights by |dW| over their bound, in equal bins from 0 to 1; the first bin holds exact zeros alone, the last those at the bound. */
  histogram: number[]
  /** Those that can err: the sum of the histogram. */
  weights: number
  /** Those that cannot, whose bound is zero, where there are any. */
  exact?: number
  layers: LayerShare[]
  /** Lowest margin first. */
  weakest: WeakImage[]
  /** Height, width, channels of an image. */
  shape: number[]
  /** Time the computation took. */
  seconds: number
}

/** A part of the network, and the accuracy where only it errs as the worst chip does, and where all but it do. Percent. */
export interface PartSensitivity {
  layer: string
  /** Place of a tile in its layer; absent for a whole layer. */
  down?: number
  across?: number
  weights: number
  alone: number
  without: number
}

/** Which parts of the network the worst chip found hurts through. */
export interface Sensitivity {
  from: string
  images: number
  clean: number
  worst: number
  layers: PartSensitivity[]
  tiles: PartSensitivity[]
  seconds: number
}

/** Mean cross entropy (nats) and accuracy (percent) along a direction: at `W + alpha v`. */
export interface LossCurve {
  kind: 'random' | 'worst'
  loss: number[]
  accuracy: number[]
  /** Mean |difference of loss| over the spacing of alpha. */
  slope: number
}

/** The loss around the programmed network. Source: [B]; METHODS 10. */
export interface Landscape {
  from: string
  images: number
  /** Random directions are `N(0, zeta |W|)`; the worst one is the worst error found, alpha = 1 being it. */
  zeta: number
  alphas: number[]
  curves: LossCurve[]
  /** Over the worst direction (columns, `x`) and a random one of the same length (rows, `y`), row by row. */
  map: { x: number[]; y: number[]; loss: number[]; accuracy: number[] }
  seconds: number
}

/** Quantiles of a sample, and how many values it had. */
export interface Spread {
  count: number
  min: number
  p05: number
  p25: number
  p50: number
  p75: number
  p95: number
  max: number
}

/** Margins of one layer's input features. */
export interface LayerMargins {
  layer: string
  /** Last layer: the proven minimum; deeper ones: found by iteration. */
  kind: 'minimum' | 'found'
  /** Features of an image. */
  features: number
  /** Euclidean norm of the change of features that flips an answer; over rightly answered images. */
  norm: Spread
  /** Norm over that of the features. */
  relative: Spread
  /** Equal bins of the norm from 0 to `norm.max`. */
  histogram: number[]
  /** Share of images whose overshoot flips and, of the last layer, whose undershoot does, 0 to 1. */
  overshootFlips: number
  undershootFlips?: number
  /** Threshold (t, share of the window) at which devices of this layer can flip an image: first order. */
  tFlip: Spread
  /** True class to nearest other class, lowest median first. */
  pairs: { from: number; to: number; images: number; median: number }[]
  weakest: WeakImage[]
}

/** Minimum feature perturbations of a network. Source: [P]; METHODS 5. */
export interface Margins {
  dataset: string
  images: number
  right: number
  layers: LayerMargins[]
  shape: number[]
  seconds: number
}

/** The worst chip found of a point, kept by name. Its devices err by the same share of their bound wherever it is replayed. */
export interface CornerInfo {
  name: string
  /** Run and point it was found at. */
  run: string
  point: string
  model: string
  dataset: string
  kind: string
  method: string
  /** Accuracy where it was found, percent. */
  accuracy: number
  /** Numbers of z. */
  size: number
  createdAt: string
}

/** A corner on another design, model or data set. Percent. */
export interface Replay {
  corner: string
  model: string
  dataset: string
  images: number
  clean: number
  accuracy: number
  seconds: number
}
