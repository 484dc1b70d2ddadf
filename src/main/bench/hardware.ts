import idealDevice from '../engine/device/presets/ideal'
import { CounterRandom } from '../../shared/rng'
import { quantile } from '../../shared/stats'
import { chooseBackend } from '../engine/backend/choose'
import { createLocalExecutor } from '../engine/compute/local'
import { columnCurrents, effectiveConductance } from '../engine/crossbar/nodal'
import { pulseModel } from '../engine/device/define'
import { devicePresets } from '../engine/device/presets'
import { writeVerify } from '../engine/device/write-verify'
import { openFamily, plainDesign } from '../worker/family'
import type { BenchCase } from './cases'

/** One measured figure of the hardware models, on one thread. */
export interface HardwareFigure {
  what: string
  value: number
  unit: 's' | 'devices/s' | 'images/s' | 'passes/s'
}

/** Median of some runs of a piece of work, after one that does not count. Seconds. */
export async function seconds(work: () => unknown, repeats: number): Promise<number> {
  await work()
  const taken: number[] = []
  for (let i = 0; i < repeats; i++) {
    const began = performance.now()
    await work()
    taken.push((performance.now() - began) / 1000)
  }
  return quantile(
    taken.sort((a, b) => a - b),
    0.5,
  )
}

/** Write-verify of many devices, nodal solutions of square tiles, and the products of tiles read by converters beside plain ones. */
export async function benchHardware(lenet: BenchCase, repeats: number): Promise<HardwareFigure[]> {
  return [...(await programming(repeats)), ...(await solving(repeats)), ...(await reading(lenet, repeats))]
}

async function programming(repeats: number): Promise<HardwareFigure[]> {
  const device = devicePresets.get('rram')
  if (device === undefined) throw new Error('there is no RRAM to program')
  const count = 200_000
  const targets = Float64Array.from({ length: count }, (_, i) => (i % 4) / 3)
  const spec = {
    model: pulseModel(device),
    threshold: 0.03,
    maxCycles: 100,
    pulses: 'one',
    readNoise: 0,
    start: 'erased',
    seed: 1,
  } as const
  const { tally } = writeVerify(spec, { first: 0, targets })
  const cycles = tally.cycles.reduce((sum, devices, cycle) => sum + devices * cycle, 0) / count
  const took = await seconds(() => writeVerify(spec, { first: 0, targets }), repeats)
  return [{ what: `write-verify, RRAM, ${cycles.toFixed(1)} pulses a device`, value: count / took, unit: 'devices/s' }]
}

async function solving(repeats: number): Promise<HardwareFigure[]> {
  const figures: HardwareFigure[] = []
  for (const size of [128, 256])
    for (const inputs of [1, 100]) {
      const random = new CounterRandom(1, 'initialise')
      const conductances = new Float64Array(size * size)
      random.fill(conductances, 0, 0)
      const circuit = {
        rows: size,
        columns: size,
        conductances: conductances.map((u) => 2e-6 + u * 23e-6),
        resistances: { source: 1000, neuron: 500, word: 1, bit: 1 },
      }
      const voltages = new Float64Array(inputs * size)
      random.fill(voltages, 0, 1)
      const took = await seconds(() => columnCurrents(effectiveConductance(circuit), size, size, voltages), repeats)
      figures.push({ what: `nodal solution of ${size} x ${size}, ${inputs} ${inputs === 1 ? 'input' : 'inputs'}`, value: took, unit: 's' })
    }
  return figures
}

async function reading({ model, dataset }: BenchCase, repeats: number): Promise<HardwareFigure[]> {
  await chooseBackend('wasm')
  const figures: HardwareFigure[] = []
  for (const [what, fields] of [
    ['plain products', {}],
    ['tiles of 128 rows, 1 bit a cycle, ADC of 8', { 'crossbar.adcBits': 8 }],
    ['tiles of 32 rows, 1 bit a cycle, ADC of 8', { 'crossbar.adcBits': 8, 'crossbar.rows': 32 }],
    ['tiles of 128 rows, 4 bits a cycle, ADC of 8', { 'crossbar.adcBits': 8, 'crossbar.dacBits': 4 }],
  ] as const) {
    const design = plainDesign(model, dataset.definition.id, { 'device.bitsPerDevice': 2, ...fields })
    const family = await openFamily(design, model, dataset, idealDevice, createLocalExecutor)
    const images = family.scored.subarray(0, 1000)
    const took = await seconds(() => family.executor.evaluate(family.programmed.values, images), repeats)
    figures.push({ what: `LeNet 4-bit, evaluate, ${what}`, value: images.length / took, unit: 'images/s' })
  }
  return figures
}
