import type { CallInput } from '../../../shared/contract'
import type { DeviceData } from '../../../shared/device'
import { deviceNumbers, editedSource } from '../../../shared/device-numbers'
import { box, derive } from '../../../shared/device-math'
import { NadirError } from '../../../shared/errors'
import type { Design, Value } from '../../../shared/fields'
import { programmingSettings } from '../../../shared/programming'
import { axisValues, type AxisRange } from '../../../shared/spec'
import { programmedBits } from '../../../shared/technology'
import { readAxis, readSingle } from './assignments'
import type { Context } from './context'

/** Settings of the loop that are no fields of a design. */
const loopNames = ['devices', 'maxCycles', 'pulses', 'readNoise'] as const
type LoopName = (typeof loopNames)[number]
const isLoopName = (name: string): name is LoopName => (loopNames as readonly string[]).includes(name)

/** Thresholds where none are asked for: those of the first curve. */
const usual: AxisRange = { from: 0.005, to: 0.04, steps: 8, scale: 'linear' }

/**
 * Reads what `nadir devices program` was told. A name of --set is a setting of the loop (devices, maxCycles, pulses,
 * readNoise), a number of the device (gMax, pulse.time, ...) or a field of the design, whose network, mapping and bits say
 * how many devices a chip has. Throws unknown-field, bad-value, unknown-model and as the core does.
 */
export async function readProgramming(
  context: Context,
  { id, threshold, set }: { id: string; threshold: string | undefined; set: readonly string[] },
): Promise<CallInput<'devices.program'>> {
  const given = set.map(readSingle)
  const numbers = given.filter(({ field }) => deviceNumbers.some(({ name }) => name === field))
  const loop = given.filter(({ field }) => isLoopName(field))
  const fields = Object.fromEntries(
    given.filter((one) => !numbers.includes(one) && !loop.includes(one)).map(({ field, value }) => [field, value]),
  )
  const spec = await context.call('designs.parse', { spec: fields })
  const design = spec.fields as Design
  const models = await context.call('models.list', {})
  const model = models.find((one) => one.id === design.model)
  if (model === undefined)
    throw new NadirError('unknown-model', `There is no model ${design.model}.`, {
      hint: `The models are ${models.map((one) => one.id).join(', ')}.`,
    })
  const own = 'device.threshold' in fields ? [box(design).thWindow] : axisValues(usual)
  return {
    device: numbers.length === 0 ? id : edited(await deviceOf(context, id), numbers),
    thresholds: threshold === undefined ? own : readThresholds(threshold),
    bitsPerDevice: programmedBits(design),
    seed: design.seed,
    chipDevices: derive(design, model.layers).devices,
    ...Object.fromEntries(loop.map(({ field, value }) => [field, readLoop(field, value)])),
  }
}

async function deviceOf(context: Context, id: string): Promise<DeviceData> {
  const { devices } = await context.call('devices.list', {})
  const found = devices.find((device) => device.id === id)
  if (found !== undefined) return found.device
  throw new NadirError('unknown-method', `There is no device technology ${id}.`, {
    hint: `They are ${devices.map((device) => device.id).join(', ')}.`,
  })
}

function edited(device: DeviceData, numbers: readonly { field: string; value: Value }[]): DeviceData {
  return numbers.reduce((now, { field, value }) => {
    if (typeof value !== 'number' || !Number.isFinite(value))
      throw new NadirError('not-a-number', `${field} cannot be ${String(value)}.`, {
        hint: 'Give a number in the unit that `nadir devices show` names, in SI.',
      })
    return deviceNumbers.find(({ name }) => name === field)?.set(now, value, editedSource) ?? now
  }, device)
}

function readThresholds(text: string): number[] {
  const { value } = readAxis(`threshold=${text.includes(':') || text.includes(',') ? text : `${text},${text}`}`)
  const values = Array.isArray(value) ? value : axisValues(value as AxisRange)
  return [...new Set(values as number[])]
}

function readLoop(field: string, value: Value): Value {
  if (isLoopName(field)) {
    const parsed = programmingSettings[field].safeParse(value)
    if (parsed.success) return parsed.data
  }
  const takes = {
    devices: 'a whole number from 1',
    maxCycles: 'a whole number from 1',
    pulses: 'one or inverse',
    readNoise: 'true or false',
  }
  throw new NadirError('bad-value', `${field} cannot be ${String(value)}.`, {
    hint: `${field}: expected ${isLoopName(field) ? takes[field] : 'another name'}.`,
  })
}
