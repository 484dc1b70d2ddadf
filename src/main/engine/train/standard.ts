import { z } from 'zod'
import { commonParams, defineTraining } from './define'

/** Quantisation-aware training without variation: the network everybody would ship. Source: METHODS 8. */
export default defineTraining({
  label: 'standard',
  source: 'METHODS 8',
  summary: 'Quantisation-aware training without variation.',
  params: z.object(commonParams),
  disturb: () => Promise.resolve(undefined),
})
