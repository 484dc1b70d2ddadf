import { landscape } from '../../engine/analyse/landscape'
import { imagesOf } from '../images'
import { openChip } from './chip'
import { step, type Analyses, type AnalysisTools, type AnalysisWork, type WorstChip } from './work'

/** The loss around the network's weights, over some of the scored images, drawn by the seed. Throws bad-value behind converters, where there are devices and no weights. */
export async function lossLandscape(
  chip: WorstChip,
  { images: wanted, ...asked }: Omit<Extract<AnalysisWork, { kind: 'landscape' }>, 'kind'>,
  tools: AnalysisTools,
): Promise<Analyses['landscape']> {
  const { design, family, weights } = await openChip(chip, tools)
  const { executor, programmed } = family
  const { dataset } = tools
  const split = design['data.score.split']
  const images = imagesOf(dataset, split, Math.min(wanted, dataset.definition.images[split]), design.seed)
  return landscape({
    ...asked,
    executor,
    programmed,
    layout: family.layout,
    worst: weights.map((weight, i) => weight - (programmed.values[i] ?? 0)),
    images,
    labels: Uint8Array.from(images, (image) => dataset.labels[image] ?? 0),
    classes: dataset.definition.classes,
    seed: design.seed,
    checkpoint: (done, of) => step(tools, { doing: 'loss landscape', done, of }),
  })
}
