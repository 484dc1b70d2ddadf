import { z } from 'zod'
import { field } from './field'

/** Fields of the device technology. */
export const deviceFields = {
  'device.preset': field(z.string().min(1).max(64).default('ideal'), {
    label: 'Technology',
    help: 'The device that is programmed: what a threshold costs in pulses, time and energy, and how many devices fail it. It does not change the worst case, since the threshold alone sets the box. `nadir devices` lists what is there.',
    source: 'METHODS 6',
    control: 'select',
  }),
} as const
