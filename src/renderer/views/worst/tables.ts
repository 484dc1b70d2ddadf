import type { Convergence, PointResult } from '../../../shared/results'
import type { Landscape, Margins, Sensitivity, WeakImage, WorstRecord } from '../../../shared/worst-case'
import type { BracketRow } from './bracket-plot'
import type { CCurve } from './c-curve-plot'

type Cell = string | number | undefined
/** Numbers as they are, for a spreadsheet; the header names their units. */
export type Table = Cell[][]

export function bracketTable(rows: readonly BracketRow[]): Table {
  return [
    [
      'point',
      'floor %',
      'worst found %',
      'on held-out images %',
      'Monte Carlo lowest %',
      'quantile 5 %',
      'mean %',
      'quantile 95 %',
      'clean %',
    ],
    ...rows.map(({ name, floor, worst, heldOut, montecarlo: mc, clean }) => [
      name,
      floor,
      worst,
      heldOut,
      mc?.min,
      mc?.quantiles.p05,
      mc?.mean,
      mc?.quantiles.p95,
      clean,
    ]),
  ]
}

export function confusionTable({ confusion, perClass }: WorstRecord): Table {
  return [
    ['true \\ answered', ...confusion.map((_, i) => i), 'images', 'right %', 'clean %'],
    ...confusion.map((row, i) => [i, ...row, perClass[i]?.images, perClass[i]?.worst, perClass[i]?.clean]),
  ]
}

export function confidenceTable({ confidence: { right, wrong } }: WorstRecord): Table {
  const width = 1 / Math.max(1, right.counts.length)
  return [
    ['confidence from', 'to', 'right, images', 'wrong, images'],
    ...right.counts.map((n, i) => [Number((i * width).toPrecision(6)), Number(((i + 1) * width).toPrecision(6)), n, wrong.counts[i]]),
  ]
}

export function classTable({ perClass }: WorstRecord): Table {
  return [['class', 'images', 'clean %', 'worst found %'], ...perClass.map(({ images, clean, worst }, i) => [i, images, clean, worst])]
}

/** First the ends of each bin as shares of the bound, then the layers. */
export function errorTable({ histogram, layers, of = 'weights' }: WorstRecord): Table {
  const inner = histogram.length - 2
  const edges = (i: number): [string | number, string | number] =>
    i === 0 ? [0, 0] : i > inner ? [1, 1] : [Number(((i - 1) / inner).toPrecision(6)), Number((i / inner).toPrecision(6))]
  return [
    ['|error| / bound from', 'to', of],
    ...histogram.map((n, i) => [...edges(i), n]),
    ['layer', of, 'with an error', 'at the bound'],
    ...layers.map(({ name, weights, perturbed, atBound }) => [name, weights, perturbed, atBound]),
  ]
}

export function imageTable(images: readonly WeakImage[]): Table {
  return [['image', 'true', 'answered', 'margin'], ...images.map(({ image, label, answered, margin }) => [image, label, answered, margin])]
}

export function convergenceTable(convergence: readonly Convergence[], heldOut: PointResult['heldOut']): Table {
  return [
    ['search', 'images', 'gradient passes', 'accuracy %'],
    ...convergence.flatMap(({ by, images, steps }) => steps.map(([passes, accuracy]) => [by, images, passes, accuracy])),
    ...(heldOut === undefined ? [] : [[`held out, ${heldOut.split}`, heldOut.images, undefined, heldOut.accuracy]]),
  ]
}

export function cCurveTable(curve: CCurve): Table {
  return [['c', 'reach, radii', 'accuracy %'], ...curve.map(({ c, reach, accuracy }) => [c, reach, accuracy])]
}

export function directionTable({ alphas, curves }: Landscape): Table {
  const names = curves.map(({ kind }, i) => (kind === 'worst' ? 'worst' : `random ${i + 1}`))
  return [
    ['alpha', ...names.map((name) => `${name}, nats`), ...names.map((name) => `${name}, %`)],
    ...alphas.map((alpha, i) => [alpha, ...curves.map(({ loss }) => loss[i]), ...curves.map(({ accuracy }) => accuracy[i])]),
    ['slope', ...curves.map(({ slope }) => slope)],
  ]
}

export function mapTable({ map: { x, y, loss, accuracy } }: Landscape): Table {
  return [
    ['worst', 'random', 'nats', 'accuracy %'],
    ...y.flatMap((row, j) => x.map((column, i) => [column, row, loss[j * x.length + i], accuracy[j * x.length + i]])),
  ]
}

export function sensitivityTable({ layers, tiles, clean, worst }: Sensitivity): Table {
  return [
    ['layer', 'tile down', 'tile across', 'weights', 'only it errs %', 'all but it err %'],
    ...[...layers, ...tiles].map((part) => [part.layer, part.down, part.across, part.weights, part.alone, part.without]),
    ['clean %', undefined, undefined, undefined, clean],
    ['worst found %', undefined, undefined, undefined, worst],
  ]
}

export function marginTable({ layers, images }: Margins): Table {
  const spread = ['min', 'p05', 'p25', 'p50', 'p75', 'p95', 'max'] as const
  const heads = ['norm', 'relative', 't_flip'].flatMap((name) => spread.map((q) => `${name} ${q}`))
  return [
    ['layer', 'kind', 'features', 'images', ...heads, 'overshoot flips', 'undershoot flips'],
    ...layers.map((one) => [
      one.layer,
      one.kind,
      one.features,
      images,
      ...[one.norm, one.relative, one.tFlip].flatMap((values) => spread.map((q) => values[q])),
      one.overshootFlips,
      one.undershootFlips,
    ]),
    ['layer', 'true class', 'nearest other', 'images', 'median norm'],
    ...layers.flatMap(({ layer, pairs }) => pairs.map((pair) => [layer, pair.from, pair.to, pair.images, pair.median])),
  ]
}
