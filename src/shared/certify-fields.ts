import { z } from 'zod'
import { field } from './field'

/** What certifies a floor, by the file of each in the engine; none where nothing is asked for. */
export const certifyMethods = ['none', 'interval', 'linear'] as const

/** Fields of the certified floor. */
export const certifyFields = {
  'certify.method': field(z.enum(certifyMethods).default('none'), {
    label: 'Certified floor',
    help: 'A lower bound of the true worst case: the share of scored images that no chip of the box answers wrong. interval: each number of the network between two ends. linear: margins as linear functions of the layers below where intervals leave an image open; tighter and slower. Both are vacuous for ordinary networks in boxes of usual size. Where columns are converted or lines have resistance nothing is certified; with stuck devices the floor holds for the fault map of the seed, as the search does.',
    formula: 'z_t - z_j > 1e-5 max |z| for all j and all dW of the box',
    source: 'METHODS 4',
    control: 'segmented',
  }),
} as const
