import type { Design } from '../../../shared/fields'
import { setSize } from '../../../shared/variation'
import type { Executor } from '../../engine/compute/executor'
import { programmedWith, quantiseWeights, type Programmed } from '../../engine/network/quantise'
import type { Erring } from '../../engine/variation/erring'
import { openFamily, type FamilyContext } from '../family'
import { patient } from '../patient'
import type { AnalysisTools, WorstChip } from './work'

/** A worst chip on its images. */
export interface OpenChip {
  design: Design
  family: FamilyContext
  erring: Erring
  /** Errors of what errs. */
  errors: Float32Array
  /** Numbers of the executor, and the factors that columns of this chip are read with. */
  weights: Float32Array
  gains: ReturnType<Erring['chip']>['gains']
}

/**
 * Opens a chip; `accept` may refuse it by how many numbers its set has. `moves`: what its numbers move, of a restricted search
 * what that might move, or all. Throws as `openFamily` does.
 */
export async function openChip(
  { design, model, technology, z }: WorstChip,
  tools: AnalysisTools,
  accept: (size: number) => void = () => undefined,
  moves: 'searched' | 'all' = 'searched',
): Promise<OpenChip> {
  const family = await openFamily(design, model, tools.dataset, technology, (context): Executor => patient(tools.executorOf(context)))
  const hardware = moves === 'all' ? family.hardware : (family.searched ?? family.hardware)
  const erring = hardware.erring(setSize(design))
  accept(erring.set.size)
  const errors = erring.set.perturbation(z)
  const { error, gains } = erring.chip(errors)
  return { design, family, erring, errors, weights: programmedWith(family.programmed, error), gains }
}

/** What a design aims at: weights, before they become those of devices. */
export function aimOf({ design, model }: Pick<WorstChip, 'design' | 'model'>, { layout }: Pick<FamilyContext, 'layout'>): Programmed {
  return quantiseWeights(model.weights, layout, design)
}

/** The set of the point that quotes a chip: of the chip's family, and no smaller than where it was found. */
export function boundsOf({ quotedBy }: WorstChip, { family }: OpenChip): Erring['set'] {
  return family.hardware.erring(setSize(quotedBy)).set
}
