import { Writable } from 'node:stream'
import { pathToFileURL } from 'node:url'
import { runCommandLine } from '../../../src/main/cli/terminal/program'
import type { CoreOptions, Signal } from '../../../src/main/cli/terminal/context'
import { placesBeside } from '../../../src/main/places'
import type { Core } from '../../../src/main/transport/core'

class Sink extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString()
    done()
  }
}

/** Runs one command line on a core that is given, and shows what a person or a script would have seen. */
export function onTerminal(core: Core) {
  const stdout = new Sink()
  const stderr = new Sink()
  const opened: CoreOptions[] = []
  const quits: number[] = []
  const state = { closed: 0 }
  let signal: (name: Signal) => void = () => undefined
  const run = (...args: string[]): Promise<number> =>
    runCommandLine(args, {
      places: placesBeside(pathToFileURL('/nadir/out/main/cli.js').href),
      async open(options) {
        opened.push(options)
        return { ...core, dir: options.dir, close: async () => void state.closed++ }
      },
      stdout,
      stderr,
      onSignal: (listener) => (signal = listener),
      quit: (status) => quits.push(status),
    })
  return {
    run,
    stdout,
    stderr,
    opened,
    quits,
    state,
    signal: (name: Signal) => signal(name),
    json: (): unknown => JSON.parse(stdout.text),
  }
}
