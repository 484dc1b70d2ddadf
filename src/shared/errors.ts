/** Every code a door can show. The first group is wrong input (exit 2), the second is the machine's or a run's fault (exit 1). */
export const inputErrors = [
  'unknown-field',
  'unknown-method',
  'unknown-run',
  'unknown-point',
  'unknown-corner',
  'no-finding',
  'unknown-model',
  'unknown-dataset',
  'bad-value',
  'out-of-range',
  'not-a-number',
  'list-and-axis',
  'too-many-points',
  'too-many-axes',
  'not-divisible',
  'bad-spec',
  'bad-call',
  'name-taken',
] as const
export const faultErrors = [
  'model-damaged',
  'data-damaged',
  'data-missing',
  'database-newer',
  'database-damaged',
  'folder-unwritable',
  'disk-full',
  'port-in-use',
  'unauthorised',
  'run-busy',
  'worker-died',
  'runtime-too-old',
  'cancelled',
  'internal',
] as const
export type ErrorCode = (typeof inputErrors)[number] | (typeof faultErrors)[number]

/** What travels through a door: plain data, the same in the window, on the command line and in the browser. */
export interface ErrorDocument {
  code: ErrorCode
  message: string
  hint?: string
}

/** The one error of Nadir: a stable code, what happened in a sentence, and what to do about it. */
export class NadirError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'NadirError'
    this.code = code
    this.hint = options.hint
  }

  /** Anything thrown becomes a NadirError; what was not foreseen is `internal`. */
  static from(error: unknown): NadirError {
    if (error instanceof NadirError) return error
    const message = error instanceof Error ? error.message : String(error)
    const code = systemCode(error)
    if (code !== undefined) return new NadirError(code.code, `${code.text}: ${message}`, { hint: code.hint, cause: error })
    return new NadirError('internal', message, { hint: 'This is a fault of Nadir: please report it with the log.', cause: error })
  }

  static fromDocument(document: ErrorDocument): NadirError {
    return new NadirError(document.code, document.message, document.hint === undefined ? {} : { hint: document.hint })
  }

  toDocument(): ErrorDocument {
    return { code: this.code, message: this.message, ...(this.hint === undefined ? {} : { hint: this.hint }) }
  }

  /** 0 is done, 1 failed, 2 wrong input, 130 cancelled. */
  get exitCode(): number {
    if (this.code === 'cancelled') return 130
    return (inputErrors as readonly string[]).includes(this.code) ? 2 : 1
  }
}

function systemCode(error: unknown): { code: ErrorCode; text: string; hint: string } | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined
  switch (error.code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return {
        code: 'folder-unwritable',
        text: 'This place cannot be written',
        hint: 'Choose another folder with --db, or change its permissions.',
      }
    case 'ENOSPC':
    case 'SQLITE_FULL':
      return { code: 'disk-full', text: 'The disk is full', hint: 'Free some space, then resume the run: finished points are kept.' }
    case 'EADDRINUSE':
      return {
        code: 'port-in-use',
        text: 'The port is in use',
        hint: 'Choose another one with --port, or leave it out to take a free one.',
      }
    default:
      return undefined
  }
}
