import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Option } from 'commander'
import type { CallInput } from '../../shared/contract'
import type { DeviceList } from '../../shared/device-calls'
import { NadirError } from '../../shared/errors'
import { collect } from './terminal/assignments'
import type { RegisterCommand } from './terminal/context'
import { deviceText, listText, programmingText } from './terminal/device-text'
import { readProgramming } from './terminal/programming-input'

/** What this process calls its own work. */
const job = 'command line'
const units = ['S', 'mS', 'uS', 'nS', 'window', 'level'] as const

function find({ devices }: DeviceList, id: string): DeviceList['devices'][number] {
  const found = devices.find((device) => device.id === id)
  if (found !== undefined) return found
  throw new NadirError('unknown-method', `There is no device technology ${id}.`, {
    hint: `They are ${devices.map((device) => device.id).join(', ')}.`,
  })
}

const register: RegisterCommand = (program, context) => {
  const devices = program
    .command('devices')
    .summary('list, show, program and import device technologies')
    .description('Lists the device technologies; those of your own are kept in the data folder.')
  devices.action(async () => {
    const list = await context.call('devices.list', {})
    for (const { error } of list.damaged) context.note(error.message)
    context.answer(list, () => listText(list))
  })
  devices
    .command('show')
    .summary('every number of a technology, with unit and source')
    .argument('<id>', 'the technology, as rram')
    .action(async (id: string) => {
      const device = find(await context.call('devices.list', {}), id)
      context.answer(device, () => deviceText(device))
    })
  devices
    .command('program')
    .summary('what a write-verify threshold costs')
    .description(
      'Programs devices through the write-verify loop at each threshold: cycles, failures, time and energy, and those of a chip of the network. One device at a time; Ctrl-C stops it.',
    )
    .argument('<id>', 'the technology, as rram')
    .option('--threshold <range>', 'in window units: from:to:steps, with :log behind it for a logarithmic one, or a,b,c')
    .option(
      '--set <name=value>',
      'devices, maxCycles, pulses (one | inverse), readNoise; a number of the technology, as pulse.time; or a field of the design, as device.bitsPerDevice',
      collect,
    )
    .action(async (id: string, { threshold, set = [] }: { threshold?: string; set?: string[] }) => {
      const input = await readProgramming(context, { id, threshold, set })
      context.onSignal((signal) => {
        if (signal !== 'SIGINT') return false
        context.call('devices.cancel', { job }).catch((error: unknown) => context.note(NadirError.from(error).message))
        return true
      })
      const outcome = await context.call('devices.program', { ...input, job })
      context.answer({ device: id, ...settingsOf(input), ...outcome }, () => programmingText(id, input, outcome))
    })
  devices
    .command('import')
    .summary('take in measured data')
    .description(
      'Takes in a CSV file whose header is one of: pulse, conductance (with an optional device); state, mean, sigma; target, measured. All that it does not say is taken from another technology.',
    )
    .argument('<file>', 'the CSV file')
    .requiredOption('--name <name>', 'small letters, digits and hyphens')
    .addOption(new Option('--unit <unit>', 'what its conductances or states are in').choices(units).default('S'))
    .option('--bits <n>', 'bits a device that level units count by', Number, 2)
    .option('--base <id>', 'the technology that all else is taken from', 'ideal')
    .option('--replace', 'take the place of a device of yours of that name')
    .action(
      async (
        path: string,
        { name, unit, bits, base, replace }: { name: string; unit: (typeof units)[number]; bits: number; base: string; replace?: boolean },
      ) => {
        const text = await readCsv(path)
        const file = basename(path)
        const more = { base, unit, bitsPerDevice: bits, replace: replace === true }
        const device = await context.call('devices.import', { id: name, text, file, ...more })
        context.answer(device, () => deviceText(device))
      },
    )
  devices
    .command('remove')
    .summary('remove a technology of your own')
    .argument('<name>', 'its name')
    .action(async (id: string) => {
      const answer = await context.call('devices.remove', { id })
      context.answer(answer, () => `${answer.removed} is removed.`)
    })
}
export default register

/** What the loop was told, but for the device and its thresholds, which stand beside it. */
function settingsOf({ bitsPerDevice, seed, chipDevices, devices, maxCycles, pulses, readNoise }: CallInput<'devices.program'>): object {
  return { settings: { bitsPerDevice, seed, chipDevices, devices, maxCycles, pulses, readNoise } }
}

async function readCsv(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new NadirError('bad-value', `${path} cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`, {
      hint: 'Name a CSV file.',
      cause,
    })
  })
}
