import { count, percent, timeSpan } from '../../../shared/units'
import type { ConfidenceGroup, PartSensitivity, Sensitivity, WorstRecord } from '../../../shared/worst-case'
import { table, type Column } from './table'

/** Weakest images that a terminal lists. */
const listed = 10
const number = (title: string): Column => ({ title, numeric: true })
const share = (part: number, all: number): string => (all === 0 ? '' : percent((100 * part) / all, 2))

/** A record: confusion table, classes, confidences, how much of each layer errs, and the weakest images. */
export function recordText(record: WorstRecord): string {
  const { images, accuracy, clean, confusion, perClass, confidence, histogram, weights, exact = 0, layers, weakest, seconds } = record
  const what = record.of ?? 'weights'
  const classes = confusion.map((_, c) => String(c))
  return [
    `Worst found by ${record.from}: ${percent(accuracy, 2)} % of ${count(images)} images right; as programmed ${percent(clean, 2)} %`,
    '',
    'Images by true class (rows) and answer (columns)',
    table(
      [number('Class'), ...classes.map(number)],
      confusion.map((row, c) => [String(c), ...row.map((n) => count(n))]),
    ),
    '',
    table(
      [number('Class'), number('Images'), number('Clean %'), number('Worst %')],
      perClass.map((of, c) => [String(c), count(of.images), percent(of.clean, 2), percent(of.worst, 2)]),
    ),
    '',
    `Confidence: right answers ${confidenceText(confidence.right)}; wrong answers ${confidenceText(confidence.wrong)}`,
    '',
    table(
      [{ title: 'Layer' }, number(what === 'weights' ? 'Weights' : 'Devices'), number('Perturbed %'), number('At bound %')],
      layers.map((layer) => [layer.name, count(layer.weights), share(layer.perturbed, layer.weights), share(layer.atBound, layer.weights)]),
    ),
    `Of ${count(weights)} ${what} that can err ${share(histogram[0] ?? 0, weights)} % have no error and ${share(histogram.at(-1) ?? 0, weights)} % are at their bound.${exact === 0 ? '' : ` ${count(exact)} cannot err.`}`,
    '',
    `Weakest ${Math.min(listed, weakest.length)} images`,
    table(
      [number('Image'), number('Class'), number('Answered'), number('Margin')],
      weakest.slice(0, listed).map((of) => [String(of.image), String(of.label), String(of.answered), of.margin.toFixed(3)]),
    ),
    `Computed in ${timeSpan(seconds)}.`,
  ].join('\n')
}

function confidenceText({ images, mean }: ConfidenceGroup): string {
  return images === 0 ? 'none' : `${count(images)}, mean ${mean.toFixed(3)}`
}

/** What errors of each layer, and of each tile, do by themselves, and what all others do. */
export function sensitivityText({ from, images, clean, worst, layers, tiles, seconds }: Sensitivity): string {
  const columns = [number('Weights'), number('Alone %'), number('Without %')]
  const figures = (part: PartSensitivity): string[] => [count(part.weights), percent(part.alone, 2), percent(part.without, 2)]
  return [
    `Worst found by ${from}: ${percent(worst, 2)} % of ${count(images)} images right; as programmed ${percent(clean, 2)} %`,
    '',
    'Accuracy where only this part errs (alone), and where all but it do (without)',
    table(
      [{ title: 'Layer' }, ...columns],
      layers.map((part) => [part.layer, ...figures(part)]),
    ),
    '',
    table(
      [{ title: 'Layer' }, { title: 'Tile' }, ...columns],
      tiles.map((part) => [part.layer, `${part.down ?? 0},${part.across ?? 0}`, ...figures(part)]),
    ),
    `Computed in ${timeSpan(seconds)}.`,
  ].join('\n')
}
