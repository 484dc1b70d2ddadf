import type { Writable } from 'node:stream'
import type { Command } from 'commander'
import type { Call } from '../../../shared/contract'
import { NadirError } from '../../../shared/errors'
import { unwrap } from '../../../shared/reply'
import { dataFolder, type Places } from '../../places'
import type { Core } from '../../transport/core'

/** Options that every command takes. */
export interface GlobalOptions {
  json?: boolean
  quiet?: boolean
  db?: string
  workers?: number
  backend?: string
}

export interface CoreOptions {
  dir: string
  resources: string
  conductor: URL
  shard: URL
  workers?: number
  backend?: string
}

/** The core as a command line holds it. */
export interface HeldCore extends Core {
  dir: string
  close(): Promise<void>
}

export type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP'

/** What the command line needs of the process around it. */
export interface Surroundings {
  places: Places
  open: (options: CoreOptions) => Promise<HeldCore>
  stdout: Writable
  stderr: Writable & { isTTY?: boolean; columns?: number }
  onSignal: (listener: (signal: Signal) => void) => void
  /** Ends the process at once. */
  quit: (status: number) => void
}

/** What a command works with. */
export interface Context {
  /** Set once a command starts. */
  options: GlobalOptions
  places: Places
  stderr: Surroundings['stderr']
  /** The data folder of this call. */
  folder(): string
  /** The core, opened at the first use; it is closed when the command ends. */
  core(): Promise<HeldCore>
  /** Asks the core. Throws its NadirError. */
  call: Call
  /** Prints the answer: the document with --json, else the text. With an error it exits with the error's code. */
  answer(document: object, text: () => string, error?: NadirError): void
  /** Prints a line for whoever is watching, on stderr; nothing with --quiet. */
  note(line: string): void
  /** Takes signals from here on; one it does not take ends the command at once. The second one always quits. */
  onSignal(handler: ((signal: Signal) => boolean) | undefined): void
}

/** One command: a file beside this folder default-exports it, and thereby adds it to the command line. */
export type RegisterCommand = (program: Command, context: Context) => void

export interface Held {
  context: Context
  /** Rejects with `cancelled` when the command is ended from outside. */
  ended: Promise<never>
  exitCode: () => number
  answered: () => boolean
  close: () => Promise<void>
}

export function createContext(around: Surroundings): Held {
  let opening: Promise<HeldCore> | undefined
  let take: ((signal: Signal) => boolean) | undefined
  let signals = 0
  let status = 0
  let answered = false
  let end = (_error: NadirError): void => undefined
  const ended = new Promise<never>((_resolve, reject) => {
    end = reject
  })
  // Nobody may be waiting for it when the command is already done.
  ended.catch(() => undefined)

  around.onSignal((signal) => {
    signals++
    if (signals > 1) around.quit(130)
    else if (take?.(signal) !== true)
      end(
        new NadirError('cancelled', `Stopped by ${signal === 'SIGINT' ? 'Ctrl-C' : signal}.`, {
          hint: 'Finished points are kept: `nadir runs` shows what can be resumed.',
        }),
      )
  })

  const context: Context = {
    options: {},
    places: around.places,
    stderr: around.stderr,
    folder: () => dataFolder(context.options.db),
    core() {
      const { workers, backend } = context.options
      const { resources, conductor, shard } = around.places
      opening ??= around.open({
        dir: context.folder(),
        resources,
        conductor,
        shard,
        ...(workers === undefined ? {} : { workers }),
        ...(backend === undefined ? {} : { backend }),
      })
      return opening
    },
    call: async (name, input) => unwrap(await (await context.core()).call(name, input)),
    answer(document, text, error) {
      answered = true
      if (context.options.json === true) {
        around.stdout.write(
          `${JSON.stringify(error === undefined ? document : { error: error.toDocument(), ...document }, undefined, 2)}\n`,
        )
      } else {
        around.stdout.write(`${text()}\n`)
        if (error !== undefined) around.stderr.write(errorText(error))
      }
      if (error !== undefined) status = error.exitCode
    },
    note(line) {
      if (context.options.quiet !== true) around.stderr.write(`${line}\n`)
    },
    onSignal(handler) {
      take = handler
    },
  }
  return {
    context,
    ended,
    exitCode: () => status,
    answered: () => answered,
    close: async () => (await opening?.catch(() => undefined))?.close(),
  }
}

/** An error as a person reads it. */
export function errorText(error: NadirError): string {
  return `${error.message}\n${error.hint === undefined ? '' : `${error.hint}\n`}`
}
