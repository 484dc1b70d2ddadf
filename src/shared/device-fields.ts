import { z } from 'zod'
import { field } from './field'

const share = z.union([z.number().min(0).max(1), z.literal('technology')])
const conductance = (schema: z.ZodNumber): z.ZodUnion<[z.ZodNumber, z.ZodLiteral<'technology'>]> =>
  z.union([schema.max(1), z.literal('technology')])

/** Fields of the device technology. */
export const deviceFields = {
  'device.preset': field(z.string().min(1).max(64).default('ideal'), {
    label: 'Technology',
    help: 'The device that is programmed: what a threshold costs in pulses, time and energy, how many devices fail it, its window of conductances, its measured levels and its laws of drift. The box of a threshold is the same for all. `nadir devices` lists what is there.',
    source: 'METHODS 6',
    control: 'select',
  }),
  'device.time': field(z.union([z.number().min(0).max(1e10), z.literal('off')]).default('off'), {
    label: 'Age',
    unit: 's',
    help: 'Seconds from programming to when a chip computes. Its devices have drifted by then; the box lies around the drifted state. off: as programmed. Takes a technology with laws of drift, as pcm.',
    formula: 'g(t) = g (t / tc)^-nu, tc = 20 s',
    source: '[J]; [B] supplement; METHODS 6',
    control: 'number',
    scale: 'log',
    usual: [25, 3600, 86_400, 31_536_000],
  }),
  'device.driftCompensation': field(z.enum(['on', 'off']).default('on'), {
    label: 'Compensate',
    help: 'on: what each tile reads is multiplied by one factor, measured with all inputs at one: the sum of its outputs right after programming over that at the time. off: drifted sums count as they are.',
    source: '[J]; METHODS 6',
    needs: { field: 'device.time', not: ['off'] },
    control: 'segmented',
  }),
  'device.readNoise': field(z.enum(['joshi', 'buchel']).default('joshi'), {
    label: 'Read noise',
    help: 'The time that read noise of phase-change memory is measured against. joshi: twice the read time, as AIHWKit has it. buchel: the read time, as [B] prints it, 1.5 % more after an hour. Acts on chips drawn by pcm.',
    formula: 'sd = g Q sqrt(ln((t + tr) / (2 tr)))',
    source: '[J]; [B] supplement',
    needs: { field: 'device.time', not: ['off'] },
    control: 'segmented',
    advanced: true,
  }),
  'device.stuckOn': field(share.default(0), {
    label: 'Stuck on',
    help: 'Share of devices that stay at Gmax, whatever is programmed; technology takes the share of the technology. The search runs on one chip whose faults the seed decides; each random chip has its own. Stuck devices do not err.',
    source: 'METHODS 6',
    control: 'number',
    usual: [0, 0.001, 0.003, 0.01, 0.03],
    advanced: true,
  }),
  'device.stuckOff': field(share.default(0), {
    label: 'Stuck off',
    help: 'Share of devices that stay at Gmin, whatever is programmed; technology takes the share of the technology.',
    source: 'METHODS 6',
    control: 'number',
    usual: [0, 0.001, 0.003, 0.01, 0.03],
    advanced: true,
  }),
  'device.gMin': field(conductance(z.number().min(0)).default('technology'), {
    label: 'Gmin',
    unit: 'S',
    help: 'Conductance of a device at level 0; technology takes that of the technology. Behind resistance it loads the lines and no longer cancels; drift and factors of single chips act on it too.',
    control: 'number',
    usual: [0, 1e-6, 2e-6, 5e-6],
    advanced: true,
    before: 2e-6,
  }),
  'device.gMax': field(conductance(z.number().positive()).default('technology'), {
    label: 'Gmax',
    unit: 'S',
    help: 'Conductance of a device at its highest level; technology takes that of the technology.',
    control: 'number',
    usual: [5e-6, 10e-6, 25e-6, 100e-6],
    advanced: true,
    before: 25e-6,
  }),
} as const
