import { z } from 'zod'
import { field } from './field'

/** Kinds of variation sets, METHODS 1. */
export const variationKinds = ['box', 'relative', 'device', 'level', 'correlated', 'multiplicative'] as const
export type VariationKindId = (typeof variationKinds)[number]

const only = (...kinds: VariationKindId[]): { field: string; not: VariationKindId[] } => ({
  field: 'variation.kind',
  not: variationKinds.filter((kind) => !kinds.includes(kind)),
})

/** Fields of the set of errors that the chips of a design can have, in the order the form shows them. */
export const variationFields = {
  'variation.kind': field(z.enum(variationKinds).default('box'), {
    label: 'Variation',
    help: 'What errors a chip can have. box: each weight on its own, up to the threshold. relative: up to a share of each weight. device: each device on its own, summed into weights. level: each device by its state, as the technology was measured. correlated: a part is shared by a row, column, tile or chip. multiplicative: each weight times a factor.',
    formula: 'box |dW| <= kappa t s; relative |dW| <= zeta |W|; multiplicative dW = W (e^(c z) - 1)',
    source: '[Y] Eq. 4; [B] Eq. 1; METHODS 1',
    control: 'select',
  }),
  'variation.zeta': field(z.number().positive().max(1).default(0.1), {
    label: 'Zeta',
    help: 'Largest relative error of a weight. It sizes the set in place of the threshold.',
    formula: '|dW| <= zeta |W|',
    source: '[B] Eq. 1, Algorithm 1',
    needs: only('relative'),
    control: 'slider',
    slider: [0.01, 0.5],
    scale: 'log',
  }),
  'variation.c': field(z.number().positive().max(3).default(0.1), {
    label: 'c',
    help: 'Largest logarithm of the factor on a weight. It sizes the set in place of the threshold.',
    formula: '|W| e^-c <= |W + dW| <= |W| e^c',
    source: 'METHODS 1',
    needs: only('multiplicative'),
    control: 'slider',
    slider: [0.01, 1],
    scale: 'log',
  }),
  'variation.rho': field(z.number().min(0).max(1).default(0.5), {
    label: 'Rho',
    help: 'Share of an error that is common to all devices of the scope; 0 is the plain box, 1 leaves them no error of their own. Every correlated error lies in the plain box too.',
    formula: 'dW = t s (rho u + (1 - rho) z)',
    source: 'METHODS 1',
    needs: only('correlated'),
    control: 'slider',
    slider: [0, 1],
  }),
  'variation.scope': field(z.enum(['row', 'column', 'tile', 'chip']).default('column'), {
    label: 'Scope',
    help: 'What shares the common part: the weights on one word line of a tile, on the bit lines of one output in a tile, in one tile, or all of a chip.',
    source: 'METHODS 1',
    needs: only('correlated'),
    control: 'segmented',
  }),
  'variation.sigmas': field(z.number().positive().max(10).default(3), {
    label: 'Sigmas',
    unit: 'sd',
    help: 'Standard deviations of the measured spread that the set holds, beside the offset of the measured mean. It sizes the set in place of the threshold. The technology must have levels that were measured.',
    formula: 'radius(state) = |mean - state| + sigmas sd(state)',
    source: 'METHODS 1',
    needs: only('level'),
    control: 'number',
  }),
} as const

/** The kind of a design; runs from before there were kinds hold none, and had the box. */
export function kindOf(design: { 'variation.kind': VariationKindId }): VariationKindId {
  return design['variation.kind'] ?? 'box'
}

/** True where the write-verify threshold sizes the set. */
export function isSizedByThreshold(design: { 'variation.kind': VariationKindId }): boolean {
  const kind = kindOf(design)
  return kind === 'box' || kind === 'device' || kind === 'correlated'
}
