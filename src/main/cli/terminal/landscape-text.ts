import { mean } from '../../../shared/stats'
import { count, percent, timeSpan } from '../../../shared/units'
import type { Landscape, LayerMargins, LossCurve, Margins } from '../../../shared/worst-case'
import { table, type Column } from './table'

const number = (title: string): Column => ({ title, numeric: true })

/** Loss and accuracy along random directions (their mean) and along the worst one. */
export function landscapeText({ from, images, zeta, alphas, curves, seconds }: Landscape): string {
  const random = curves.filter(({ kind }) => kind === 'random')
  const worst = curves.find(({ kind }) => kind === 'worst')
  const average = (of: (curve: LossCurve) => number | undefined): number => mean(random.map((curve) => of(curve) ?? 0))
  const rows = alphas.map((alpha, i) => [
    alpha.toFixed(2),
    average(({ loss }) => loss[i]).toFixed(4),
    percent(
      average(({ accuracy }) => accuracy[i]),
      2,
    ),
    worst?.loss[i]?.toFixed(4) ?? '',
    percent(worst?.accuracy[i] ?? 0, 2),
  ])
  const slopes = [
    `random ${average(({ slope }) => slope).toFixed(4)} (mean of ${random.length})`,
    `worst ${(worst?.slope ?? 0).toFixed(4)}`,
  ]
  return [
    `Loss over ${count(images)} images at W + alpha v: random v of N(0, ${zeta} |W|), and the worst error found by ${from}, alpha = 1 being it`,
    table([number('Alpha'), number('Random loss'), number('Random %'), number('Worst loss'), number('Worst %')], rows),
    `Slope: ${slopes.join(', ')}.`,
    `Computed in ${timeSpan(seconds)}; --json holds each curve and the map over two directions.`,
  ].join('\n')
}

/** How little the features of each layer must change to flip an answer. */
export function marginsText({ dataset, images, right, layers, seconds }: Margins): string {
  const row = ({ layer, kind, features, norm, relative, overshootFlips, tFlip }: LayerMargins): string[] => [
    layer,
    kind,
    count(features),
    norm.p05.toPrecision(3),
    norm.p50.toPrecision(3),
    relative.p50.toPrecision(3),
    percent(100 * overshootFlips, 2),
    tFlip.p05.toPrecision(3),
    tFlip.p50.toPrecision(3),
  ]
  const titles = ['Features', 'Norm p05', 'Norm p50', 'Relative p50', 'Overshoot flips %', 't flip p05', 't flip p50']
  const [last] = layers.filter(({ kind }) => kind === 'minimum')
  const pairs = last?.pairs.slice(0, 3).map(({ from, to, median }) => `${from} to ${to} (${median.toPrecision(3)})`) ?? []
  return [
    `Smallest change of a layer's input features that flips an answer, over ${count(right)} of ${count(images)} images of ${dataset} that are answered right without quantised activations`,
    table([{ title: 'Layer' }, { title: 'Change' }, ...titles.map(number)], layers.map(row)),
    ...(pairs.length === 0 ? [] : [`Closest classes at ${last?.layer ?? ''}, by median: ${pairs.join(', ')}.`]),
    `t flip: threshold at which devices of the layer can flip an image, first order; a found change is no proven minimum.`,
    `Computed in ${timeSpan(seconds)}.`,
  ].join('\n')
}
