import { describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../src/main/engine/backend/choose'
import type { BackendName } from '../../../src/main/engine/backend/names'
import { createLocalExecutor } from '../../../src/main/engine/compute/local'
import { quantiseWeights } from '../../../src/main/engine/network/quantise'
import { contextOf, deviceArrays, flatFrom, layout, tensorFlowNames } from '../../support/lenet-vectors'
import { relativeError, vectors } from '../../support/vectors'
import { usableBackends } from '../../support/backends'

describe.each(await usableBackends())('LeNet on %s against the golden vectors', (backend: BackendName) => {
  // backend-cpu takes a hundred times longer: it does the harder of the two files, and one surrogate.
  const files = backend === 'cpu' ? ['lenet_quant4'] : ['lenet_forward', 'lenet_quant4']

  it.each(files)('gives the logits and both gradients of %s', async (file) => {
    await chooseBackend(backend)
    const get = vectors(file)
    const quantised = file === 'lenet_quant4'
    const levels = quantised ? 15 : 0
    const context = contextOf(file, { clips: [1, ...(quantised ? get('clips') : [0, 0, 0, 0])], levels })
    const flat = quantised
      ? flatFrom(get, (l) => get(`q${tensorFlowNames[l]}`).map((q) => ((get('scale')[l] ?? 0) * q) / 15))
      : flatFrom(get, (l) => get(`w${tensorFlowNames[l]}`))
    const executor = createLocalExecutor(context)
    expect(relativeError(await executor.logits(flat, context.all), get('logits'))).toBeLessThan(2e-6)
    const surrogates = [
      ['p2', 'gp2_', 1],
      ['ce', 'gce_', -1],
    ] as const
    for (const [surrogate, name, sign] of backend === 'cpu' ? surrogates.slice(0, 1) : surrogates) {
      const pass = await executor.gradient(flat, context.all, surrogate)
      const expected = get(surrogate === 'p2' ? 'p2_sum' : 'ce_sum')[0] ?? 0
      expect(Math.abs(sign * pass.loss - expected) / expected).toBeLessThan(2e-6)
      deviceArrays(pass.gradient).forEach((gradient, l) => {
        expect(
          relativeError(
            gradient.map((g) => sign * g),
            get(name + (tensorFlowNames[l] ?? '')),
          ),
        ).toBeLessThan(1e-5)
      })
    }
  })

  it('gives the same bits twice', async () => {
    await chooseBackend(backend)
    const get = vectors('lenet_quant4')
    const context = contextOf('lenet_quant4', { clips: [1, ...get('clips')], levels: 15 })
    const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
    const executor = createLocalExecutor(context)
    const images = backend === 'cpu' ? context.all.subarray(0, 4) : context.all
    const pass = () => executor.gradient(flat, images, 'ce', { training: true })
    const [a, b] = [await pass(), await pass()]
    expect(b).toEqual(a)
  })
})

describe('the weight quantiser', () => {
  it('stores the levels of the golden vectors from their float weights', () => {
    const get = vectors('lenet_quant4')
    const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))
    const { values, scales } = quantiseWeights(flat, layout, {
      'weights.bits': 4,
      'weights.scale': 'layer',
      'mapping.scheme': 'sign-magnitude',
    })
    deviceArrays(values).forEach((weights, l) => {
      const s = scales[2 * l] ?? 0
      expect(Math.abs(s - (get('scale')[l] ?? 0))).toBeLessThan(1e-7)
      expect(weights.map((w) => Math.round((w / s) * 15))).toEqual(get(`q${tensorFlowNames[l]}`))
    })
  })
})
