import { z } from 'zod'
import { normalQuantile } from '../../../shared/normal'
import { CounterRandom } from '../../../shared/rng'
import { commonParams, defineTraining } from './define'

/**
 * Variation-aware training: Gaussian noise `sigma s` on every device weight, drawn afresh each batch; the gradient at the
 * noisy weights updates the clean ones. Source: METHODS 8 ([Y] VI calls it VA). Noise is keyed by (seed, step, array).
 */
export default defineTraining({
  label: 'variation-aware',
  source: '[Y] VI; METHODS 8',
  summary: 'Gaussian noise on the weights in every step: trains for the average chip.',
  params: z.object({
    ...commonParams,
    sigma: z
      .number()
      .positive()
      .max(1)
      .default(0.03)
      .meta({ label: 'Sigma', help: 'Standard deviation of the noise as a share of full scale.' }),
  }),
  disturb({ params, layout, programmed, step }) {
    const random = new CounterRandom(params.seed, 'noise')
    const dW = new Float32Array(layout.length)
    layout.arrays.forEach(({ kind, offset, length }, array) => {
      if (kind !== 'device') return
      const units = new Float64Array(length)
      random.fill(units, step, array)
      const size = params.sigma * (programmed.scales[array] ?? 0)
      units.forEach((u, i) => {
        dW[offset + i] = size * normalQuantile(u)
      })
    })
    return Promise.resolve(dW)
  },
})
