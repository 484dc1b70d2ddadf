import idealDevice from '../engine/device/presets/ideal'
import { createLocalExecutor } from '../engine/compute/local'
import { chooseBackend } from '../engine/backend/choose'
import { certificates } from '../engine/certify'
import { intervalOf } from '../worker/certify'
import { openFamily, plainDesign } from '../worker/family'
import type { BenchCase } from './cases'
import { seconds, type HardwareFigure } from './hardware'

/** Time that bounds of the LeNet's 10,000 images take in a small box, where intervals leave about half of them open: told from 500. */
export async function benchCertificates({ model, dataset }: BenchCase, repeats: number): Promise<HardwareFigure[]> {
  await chooseBackend('wasm')
  const threshold = 1e-4
  const design = plainDesign(model, dataset.definition.id, { 'device.threshold': threshold })
  const { executor, scored, ...family } = await openFamily(design, model, dataset, idealDevice, createLocalExecutor)
  const interval = intervalOf({ ...family, executor, scored }, design)
  if ('why' in interval) throw new Error(interval.why)
  const images = scored.subarray(0, 500)
  const figures: HardwareFigure[] = []
  for (const [method, { label }] of certificates) {
    const took = await seconds(() => executor.certify(interval, images, method), repeats)
    figures.push({
      what: `bounds of 10,000 images, ${label.toLowerCase()}, t = ${threshold}, one thread`,
      value: (10_000 * took) / images.length,
      unit: 's',
    })
  }
  return figures
}
