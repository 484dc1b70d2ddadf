import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { planOf } from '../../../../src/main/engine/crossbar/cells'
import pcm from '../../../../src/main/engine/device/presets/pcm'
import { quantiseWeights } from '../../../../src/main/engine/network/quantise'
import { hardwareOf } from '../../../../src/main/engine/variation/hardware'
import { restricted } from '../../../../src/main/engine/variation/leeway'
import { moved } from '../../../../src/main/engine/variation/moved'
import type { Design } from '../../../../src/shared/fields'
import { parseSpec } from '../../../../src/shared/parse-spec'
import { restrictionOf } from '../../../../src/shared/restriction'
import { createFieldTable } from '../../../../src/shared/spec'
import { setSize } from '../../../../src/shared/variation'
import { flatFrom, layout, tensorFlowNames } from '../../../support/lenet-vectors'
import { vectors } from '../../../support/vectors'

beforeAll(() => chooseBackend('wasm'))

const get = vectors('lenet_quant4')
const flat = flatFrom(get, (l) => get(`w_latent_${tensorFlowNames[l]}`))

describe.each(['box', 'device', 'correlated', 'relative', 'multiplicative', 'level'])(
  'the finding kept of a restricted search, %s',
  (kind) => {
    it.each(
      ['sign-magnitude', 'differential', 'offset'].flatMap((scheme) =>
        [{}, { 'crossbar.adcBits': 8 }, { 'crossbar.parasitics': 'closed' }].map((array) => [scheme, array] as const),
      ),
    )('is the chip that was found, and moves nothing else: %s, %j', (scheme, array) => {
      // Wide enough that levels below zero conductance are cut.
      const design = parseSpec(createFieldTable(), {
        'device.preset': 'pcm',
        'device.threshold': 0.3,
        'device.bitsPerDevice': 4,
        'variation.kind': kind,
        'variation.sigmas': 8,
        'mapping.scheme': scheme,
        'attack.layers': 'fc3',
        ...array,
      }).fields as Design
      const programmed = quantiseWeights(flat, layout, design)
      const leeway = restricted(restrictionOf(design) ?? {}, { design, layout, plan: planOf(design), programmed })
      const hardware = hardwareOf(design, programmed, layout, pcm, leeway)
      const set = hardware.set(setSize(design))
      const z = set.zero().map((_, i) => (Math.sin(i * 1.3) > 0 ? 1 : -1))
      const kept = moved(hardware.erring(setSize(design)), z)
      const found = set.perturbation(z)
      expect(set.perturbation(kept).findIndex((error, i) => error !== found[i])).toBe(-1)
      // Two devices of 4 bits a weight at most, and what correlated ones share.
      expect(kept.filter((value) => value !== 0).length).toBeLessThanOrEqual(2 * 840 + 100)
    })
  },
)
