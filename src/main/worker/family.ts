import { NadirError } from '../../shared/errors'
import { calibrates } from '../../shared/converters'
import type { DeviceData } from '../../shared/device'
import { setSize } from '../../shared/variation'
import type { Design } from '../../shared/fields'
import type { ModelData } from '../../shared/model'
import { parseSpec } from '../../shared/parse-spec'
import { restrictionOf } from '../../shared/restriction'
import type { PointResult } from '../../shared/results'
import { createFieldTable } from '../../shared/spec'
import { rankWeights } from '../engine/analyse/ranking'
import { calibrateRanges } from '../engine/compute/calibrate-ranges'
import type { Executor } from '../engine/compute/executor'
import type { ComputeContext } from '../engine/compute/shard'
import { planOf } from '../engine/crossbar/cells'
import type { Tiled } from '../engine/crossbar/tiled'
import type { Dataset } from '../engine/data/datasets'
import { levelsOf } from '../engine/network/forward'
import { layerName, layoutOf, type Layout } from '../engine/network/layout'
import { quantiseWeights, type Programmed } from '../engine/network/quantise'
import { networkOf } from '../engine/network/zoo'
import { attackFields } from '../engine/registry'
import { hardwareOf, type Hardware } from '../engine/variation/hardware'
import { both, protectedBy, restricted, type Leeway } from '../engine/variation/leeway'
import type { Sampler } from '../engine/variation/sample'
import type { VariationSet } from '../engine/variation/set'
import { heldOutOf, imagesOf, sameImages } from './images'

/** What all points of one family share: the programmed network on its images. Only the size of the box differs. */
export interface FamilyContext {
  layout: Layout
  hardware: Hardware
  /** The same hardware, of which the search may move only a part; all of it where absent. */
  searched?: Hardware
  /** What the hardware has been programmed with. */
  programmed: Programmed
  executor: Executor
  attack: Uint32Array
  scored: Uint32Array
  /** Images of the other split, which no search has seen. */
  heldOut?: Uint32Array
  /** Calibrated ranges of its converters. */
  ranges?: NonNullable<PointResult['ranges']>
}

/** Training images that a converter's range is calibrated on, and that weights to protect are ranked on. */
const calibrationImages = 1000

/** The default design of a model as it was trained, at t = 0.03. */
export function plainDesign({ manifest }: ModelData, set: string, fields: Record<string, unknown> = {}): Design {
  const spec = parseSpec(createFieldTable(attackFields()), {
    model: manifest.id,
    'data.set': set,
    'weights.bits': manifest.weightBits,
    'activations.bits': manifest.activationBits,
    'device.bitsPerDevice': 1,
    ...fields,
  })
  return spec.fields as Design
}

/**
 * Opens a family. Ranges of converters are calibrated where the design asks for it, on training images drawn by its
 * seed. Throws bad-value where the model does not fit the data set.
 */
export async function openFamily(
  design: Design,
  model: ModelData,
  dataset: Dataset,
  technology: DeviceData,
  executorOf: (context: ComputeContext) => Executor,
): Promise<FamilyContext> {
  const { manifest } = model
  requireFit(manifest.network, dataset)
  const layout = layoutOf(networkOf(manifest.network))
  const aimed = quantiseWeights(model.weights, layout, design)
  const executorWith = (tiles?: Tiled): Executor =>
    executorOf({
      network: manifest.network,
      quantiser: { clips: manifest.clips, levels: levelsOf(design['activations.bits']) },
      ...(tiles === undefined ? {} : { tiled: tiles }),
      quantiseImage: true,
      images: dataset.images,
      labels: dataset.labels,
    })
  const few = (): Uint32Array => imagesOf(dataset, 'train', Math.min(calibrationImages, dataset.definition.images.train), design.seed)
  const finely =
    design['weights.protect'] === 0
      ? undefined
      : await protectedWeights(design, { executor: executorWith(), programmed: aimed, layout, images: few(), seed: design.seed })
  const hardwareWith = (leeway?: Leeway): Hardware => hardwareOf(design, aimed, layout, technology, leeway)
  const hardware = hardwareWith(finely)
  const { programmed, tiled } = hardware
  const restriction = restrictionOf(design)
  const searched =
    restriction && hardwareWith(both(finely, restricted(restriction, { design, layout, plan: planOf(design), programmed: aimed })))
  const scored = imagesOf(dataset, design['data.score.split'], design['data.score.images'], design.seed)
  const attack = imagesOf(dataset, design['data.attack.split'], design['data.attack.images'], design.seed)
  const family = {
    layout,
    hardware,
    ...(searched === undefined ? {} : { searched }),
    programmed,
    scored,
    heldOut: heldOutOf(dataset, design, attack.length),
    attack: sameImages(attack, scored) ? scored : attack,
  }
  if (tiled === undefined || !calibrates(design)) return { ...family, executor: executorWith(tiled) }
  const ranges = await calibrateRanges(design, tiled, layout, { executorWith, weights: programmed.values, images: few() })
  return { ...family, executor: executorWith({ ...tiled, ranges }), ranges: rangesOf(ranges, tiled, layout) }
}

/** Calibrated ranges as a result states them. */
function rangesOf(ranges: readonly (number | undefined)[], { converters }: Tiled, layout: Layout): NonNullable<PointResult['ranges']> {
  return ranges.flatMap((range, a) => {
    const layer = layerName(layout.arrays[a]?.name ?? '')
    return range === undefined ? [] : [{ layer, range, full: converters.range }]
  })
}

/** Throws bad-value where a network takes other images, or answers other classes, than a data set has. */
export function requireFit(id: string, { definition }: Dataset): void {
  const { input, classes } = networkOf(id)
  if (input.join() === definition.shape.join() && classes === definition.classes) return
  throw new NadirError(
    'bad-value',
    `The network ${id} takes images of ${input.join(' x ')} in ${classes} classes; ${definition.id} has ${definition.shape.join(' x ')} in ${definition.classes}.`,
    { hint: 'Choose a network and a data set of the same shape.' },
  )
}

/** How random chips of a design are drawn, but for what its write-verify loop leaves. */
export function samplerOf(design: Design): Sampler {
  return { kind: design['sampling.kind'], sigma: design['sampling.sigma'], seed: design.seed }
}

/** The set of errors that the search of one point may choose from, and how far it reaches. */
export function setOf({ hardware, searched = hardware }: FamilyContext, design: Design): { set: VariationSet; radius: number } {
  const size = setSize(design)
  return { radius: hardware.reach(size), set: searched.set(size) }
}

/** What each weight may err by where those that matter most are protected. */
async function protectedWeights(design: Design, ranked: Parameters<typeof rankWeights>[1]): Promise<Leeway> {
  const ranking = await rankWeights(design['weights.protectBy'], ranked)
  return protectedBy(ranking, ranked.layout, design['weights.protect'], design['weights.protectTo'])
}
