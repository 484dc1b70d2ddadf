import { NadirError } from '../../../shared/errors'
import { prepareEnvironment } from '../../environment'
import { placesBeside } from '../../places'
import { errorText } from './context'
import { runCommandLine } from './program'

/** Runs the command line on this process and ends it with the command's exit code. `entry` is the entry's own address. */
export async function main(args: readonly string[], entry: string): Promise<void> {
  prepareEnvironment()
  // Following what another process computes leaves nothing of our own for Node to wait for.
  setInterval(() => undefined, 1_000_000)
  process.stdout.on('error', (error: Error) => process.exit(lostOutput(error)))
  // Progress that nobody reads any more is no reason to stop.
  process.stderr.on('error', () => undefined)
  const code = await runCommandLine(args, {
    places: placesBeside(entry),
    // The core is loaded when a command needs it: help and usage errors come at once.
    open: async (options) => (await import('../../app')).createApp(options),
    stdout: process.stdout,
    stderr: process.stderr,
    onSignal(listener) {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => listener(signal))
    },
    quit: (status) => process.exit(status),
  })
  // What is still on its way out is written first.
  process.stdout.write('', () => process.exit(code))
}

/** Whoever reads the output may stop early, as `head` does; an answer that cannot be written out is a failure. */
function lostOutput(error: Error): number {
  if ('code' in error && error.code === 'EPIPE') return 0
  process.stderr.write(errorText(NadirError.from(error)))
  return 1
}
