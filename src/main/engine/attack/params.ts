import { z } from 'zod'
import { coreFields } from '../../../shared/fields'

/** Parameters that several searches take: one schema each, since a name is one field of the spec. */
export const steps = coreFields['attack.steps']

export const batch = z.int().min(1).max(10_000).default(250).meta({
  label: 'Batch',
  unit: 'images',
  help: 'Images of a mini-batch, where the search moves once a batch.',
  control: 'number',
  advanced: true,
})

export const stride = z.number().positive().max(10).default(2.5).meta({
  label: 'Stride',
  help: 'Length of a step, in radii over the number of steps; above 1 the search reaches the edge early and goes on along it.',
  formula: 'step = stride t / steps',
  control: 'number',
  advanced: true,
})
