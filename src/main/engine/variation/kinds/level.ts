import { requireLevels } from '../../../../shared/technology'
import { topsOf } from '../../crossbar/cells'
import { checkLevels, levelRadii, levelRadius } from '../../device/levels'
import type { Around } from '../around'
import { deviceSet, type DeviceSet } from '../device-set'
import { defineVariation, requireDevices } from './define'

/**
 * Level-dependent: the radius of a device follows from the state it was programmed to, as its technology was measured:
 * `|mean - state| + sigmas sd`. Size is the number of standard deviations. A random chip's number of 1 is the radius.
 */
export default defineVariation({
  label: 'Level',
  source: 'METHODS 1',
  summary: 'Each device errs by what was measured of its state; the technology must have measured levels.',
  needsDevices: true,
  set: (around, size) => levelSet(around, size),
  reach: ({ technology: { levels }, plan }, size) =>
    levels === undefined ? size : Math.max(...levelRadii(levels, plan.bits === 'float' ? 1 : plan.bitsPerDevice, size)),
  chip(around, size) {
    const set = levelSet(around, size)
    return (draws) => set.perturbation(set.draw(draws))
  },
})

function levelSet(around: Around, sigmas: number): DeviceSet {
  const levels = requireLevels(around.technology)
  checkLevels(levels)
  const { device: top } = topsOf(around.plan)
  const radii = new Map<number, number>()
  return deviceSet(requireDevices(around), (target) => {
    const known = radii.get(target) ?? top * levelRadius(levels, target / top, sigmas)
    radii.set(target, known)
    return known
  })
}
