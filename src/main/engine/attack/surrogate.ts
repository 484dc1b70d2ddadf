/**
 * Smooth stand-ins for accuracy, written so that the attacker minimises them.
 * Source: [Y] Eq. 6-8 as corrected in METHODS 3 (Eq. 8 prints the margin the other way round; p1, p4, p5 carry sign or
 * argument slips). `O` logits, `Z` softmax, `t` true class, `r` the best other class (lowest index wins ties).
 */
export interface Surrogate {
  label: string
  formula: string
  /** It compares with the network as programmed, and is flat there: a search has to start beside it. */
  relative?: true
  /**
   * Loss of one image; adds nothing: writes d loss / d logits to `slope`. `row` the logits, `t` the true class, `clean`
   * the logits of the programmed network where the surrogate is `relative`. All have as many numbers as there are classes.
   */
  value(row: Float64Array, t: number, slope: Float64Array, clean: Float64Array): number
}

/** Index of the largest number, the lowest where several tie: the class a network answers. */
export function argmax(row: ArrayLike<number>, from = 0, length = row.length): number {
  let best = 0
  for (let j = 1; j < length; j++) if ((row[from + j] ?? 0) > (row[from + best] ?? 0)) best = j
  return best
}

function bestOther(row: Float64Array, t: number): number {
  let best = t === 0 ? 1 : 0
  for (let j = 0; j < row.length; j++) if (j !== t && (row[j] ?? 0) > (row[best] ?? 0)) best = j
  return best
}

function softmax(row: Float64Array): Float64Array {
  const top = Math.max(...row)
  const out = row.map((o) => Math.exp(o - top))
  const sum = out.reduce((a, b) => a + b, 0)
  return out.map((e) => e / sum)
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
const logistic = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)))

/** log Z_t and its slope `[j = t] - Z_j`, times `factor`. */
function logLikelihood(row: Float64Array, t: number, slope: Float64Array, factor: number): number {
  const top = Math.max(...row)
  let sum = 0
  for (const o of row) sum += Math.exp(o - top)
  for (let j = 0; j < row.length; j++) slope[j] = factor * ((j === t ? 1 : 0) - Math.exp((row[j] ?? 0) - top) / sum)
  return (row[t] ?? 0) - top - Math.log(sum)
}

/** A surrogate of the margin O_t - O_r: `value` and `rate`, its derivative. */
function ofMargin(value: (m: number) => number, rate: (m: number) => number): Surrogate['value'] {
  return (row, t, slope) => {
    const r = bestOther(row, t)
    const margin = (row[t] ?? 0) - (row[r] ?? 0)
    slope.fill(0)
    const g = rate(margin)
    slope[t] = g
    slope[r] = -g
    return value(margin)
  }
}

/** A surrogate of probabilities: `value(Z)` and its derivatives by Z_t and Z_r, carried through the softmax. */
function ofSoftmax(value: (zt: number, zr: number) => number, rates: (zt: number, zr: number) => [number, number]): Surrogate['value'] {
  return (row, t, slope) => {
    const r = bestOther(row, t)
    const Z = softmax(row)
    const [zt, zr] = [Z[t] ?? 0, Z[r] ?? 0]
    const [gt, gr] = rates(zt, zr)
    const inner = gt * zt + gr * zr
    for (let j = 0; j < row.length; j++) slope[j] = (Z[j] ?? 0) * ((j === t ? gt : 0) + (j === r ? gr : 0) - inner)
    return value(zt, zr)
  }
}

/** `-sum p log(p / q)`, p the softmax of the clean logits and q that of these, and its slope `p - q`. Source: [B] Eq. 2. */
function divergence(row: Float64Array, clean: Float64Array, slope: Float64Array): number {
  const [p, q] = [softmax(clean), softmax(row)]
  const [top, cleanTop] = [Math.max(...row), Math.max(...clean)]
  // Logarithms of the probabilities, so that one too small for a number does not end the sum.
  const logOf = (x: Float64Array, highest: number): number => {
    let sum = 0
    for (const o of x) sum += Math.exp(o - highest)
    return highest + Math.log(sum)
  }
  const shift = logOf(row, top) - logOf(clean, cleanTop)
  let loss = 0
  for (let j = 0; j < row.length; j++) {
    loss -= (p[j] ?? 0) * ((clean[j] ?? 0) - (row[j] ?? 0) + shift)
    slope[j] = (p[j] ?? 0) - (q[j] ?? 0)
  }
  return loss
}

const LOG2 = Math.LN2

export const surrogates: Readonly<Record<string, Surrogate>> = {
  p1: {
    label: 'p1: 1 - cross entropy',
    formula: '1 - CE_2(Z, t), in bits',
    value: (row, t, slope) => 1 + logLikelihood(row, t, slope, 1 / LOG2) / LOG2,
  },
  p2: {
    label: 'p2: margin',
    formula: 'max(O_t - O_r, 0)',
    value: ofMargin(
      (m) => Math.max(m, 0),
      (m) => (m > 0 ? 1 : 0),
    ),
  },
  p3: { label: 'p3: soft margin', formula: 'softplus(O_t - O_r) - log 2', value: ofMargin((m) => softplus(m) - LOG2, logistic) },
  p4: {
    label: 'p4: probability above one half',
    formula: 'max(Z_t - 0.5, 0)',
    value: ofSoftmax(
      (zt) => Math.max(zt - 0.5, 0),
      (zt) => [zt > 0.5 ? 1 : 0, 0],
    ),
  },
  p5: { label: 'p5: log probability', formula: 'log(2 Z_t)', value: (row, t, slope) => LOG2 + logLikelihood(row, t, slope, 1) },
  p6: {
    label: 'p6: probability margin',
    formula: 'max(Z_t - Z_r, 0)',
    value: ofSoftmax(
      (zt, zr) => Math.max(zt - zr, 0),
      (zt, zr) => (zt > zr ? [1, -1] : [0, 0]),
    ),
  },
  p7: {
    label: 'p7: soft probability margin',
    formula: 'softplus(Z_t - Z_r) - log 2',
    value: ofSoftmax(
      (zt, zr) => softplus(zt - zr) - LOG2,
      (zt, zr) => {
        const g = logistic(zt - zr)
        return [g, -g]
      },
    ),
  },
  ce: { label: 'ce: cross entropy', formula: '-CE(Z, t)', value: (row, t, slope) => logLikelihood(row, t, slope, 1) },
  kl: {
    label: 'kl: divergence from the programmed network',
    formula: '-KL(f(W), f(W + dW))',
    relative: true,
    value: (row, _t, slope, clean) => divergence(row, clean, slope),
  },
}

/**
 * Sum of a surrogate over a batch of logits [B, classes], its slopes, and how many images are answered right. `clean`:
 * logits of the programmed network, for a surrogate that is relative to them.
 */
export function evaluateSurrogate(
  surrogate: Surrogate,
  logits: Float32Array,
  labels: Uint8Array,
  classes: number,
  clean?: Float32Array,
): { loss: number; slopes: Float32Array; correct: number } {
  const slopes = new Float32Array(logits.length)
  if (surrogate.relative === true && clean === undefined) throw new Error(`${surrogate.label} needs the clean logits`)
  const row = new Float64Array(classes)
  const reference = new Float64Array(classes)
  const slope = new Float64Array(classes)
  let loss = 0
  let correct = 0
  for (let i = 0; i < labels.length; i++) {
    for (let j = 0; j < classes; j++) {
      row[j] = logits[i * classes + j] ?? 0
      reference[j] = clean?.[i * classes + j] ?? 0
    }
    const t = labels[i] ?? 0
    loss += surrogate.value(row, t, slope, reference)
    if (argmax(row) === t) correct++
    slopes.set(slope, i * classes)
  }
  return { loss, slopes, correct }
}
