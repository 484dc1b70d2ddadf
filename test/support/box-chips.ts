import technology from '../../src/main/engine/device/presets/ideal'
import type { Programmed } from '../../src/main/engine/network/quantise'
import { hardwareOf, type ChipError } from '../../src/main/engine/variation/hardware'
import type { Sampler } from '../../src/main/engine/variation/sample'
import type { Design } from '../../src/shared/fields'
import { parseSpec } from '../../src/shared/parse-spec'
import { createFieldTable } from '../../src/shared/spec'
import { layout } from './lenet-vectors'

/** Random chips of the LeNet in the plain box of half-width `radius`, kappa t, of a design with these fields. */
export function boxChips(
  programmed: Programmed,
  radius: number,
  sampler: Sampler,
  fields: Record<string, unknown> = {},
): (draw: number) => ChipError {
  const design = parseSpec(createFieldTable(), fields).fields as Design
  return hardwareOf(design, programmed, layout, technology).chips(design, technology, radius, sampler)
}
