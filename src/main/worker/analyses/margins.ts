import { box } from '../../../shared/device-math'
import { margins } from '../../engine/analyse/margin'
import { layoutOf } from '../../engine/network/layout'
import { networkOf } from '../../engine/network/zoo'
import { requireFit } from '../family'
import { imagesOf } from '../images'
import { aimOf } from './chip'
import { step, type Analyses, type AnalysisTools, type WorstChip } from './work'

/** Margins of the network that a point programs, whatever it found, over some of its scored images, drawn by its seed. */
export async function featureMargins(chip: WorstChip, wanted: number, tools: AnalysisTools): Promise<Analyses['margins']> {
  const { quotedBy: design, model } = chip
  const { dataset } = tools
  requireFit(model.manifest.network, dataset)
  const network = networkOf(model.manifest.network)
  const { values, scales } = aimOf({ design, model }, { layout: layoutOf(network) })
  const split = design['data.score.split']
  const images = imagesOf(dataset, split, Math.min(wanted, dataset.definition.images[split]), design.seed)
  const checkpoint = (done: number, of: number): Promise<void> => step(tools, { doing: 'margins', done, of })
  return margins({ network, weights: values, scales, kappa: box(design).kappa, images, dataset, checkpoint })
}
