import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { NadirError } from '../../../shared/errors'
import { createContext, errorText, type GlobalOptions, type RegisterCommand, type Surroundings } from './context'

const commands = import.meta.glob<RegisterCommand>('../*.ts', { eager: true, import: 'default' })

/**
 * Reads the arguments, runs the command they name and gives the exit code: 0 done, 1 failed, 2 wrong input,
 * 130 cancelled. With --json stdout holds exactly one JSON document, which is `{"error": ...}` for a failure.
 */
export async function runCommandLine(args: readonly string[], around: Surroundings): Promise<number> {
  const { context, ended, exitCode, answered, close } = createContext(around)
  // An option that is refused leaves no parsed options behind, and the refusal must be told in the right form too.
  context.options = { json: args.includes('--json') }
  const program = createProgram(around)
  program.hook('preAction', (_program, action) => {
    context.options = action.optsWithGlobals<GlobalOptions>()
  })
  for (const register of Object.values(commands)) register(program, context)

  let thrown: unknown
  try {
    if (args.length === 0) program.outputHelp()
    else await Promise.race([program.parseAsync(args, { from: 'user' }), ended])
  } catch (error) {
    thrown = error
  }
  try {
    await close()
  } catch (error) {
    thrown ??= error
  }
  if (thrown === undefined || isHelp(thrown)) return exitCode()
  const error = thrown instanceof CommanderError ? usageError(thrown, program) : NadirError.from(thrown)
  if (context.options.json === true && !answered()) around.stdout.write(`${JSON.stringify({ error: error.toDocument() })}\n`)
  else around.stderr.write(errorText(error))
  return error.exitCode
}

function createProgram(around: Surroundings): Command {
  return new Command('nadir')
    .description('Finds the lowest accuracy any chip inside a device and array spec can have.')
    .version(__NADIR_VERSION__)
    .addOption(new Option('--json', 'print one JSON document; errors as {"error": {"code", "message", "hint"}}'))
    .addOption(new Option('--db <dir>', 'data folder, instead of the one in your account'))
    .addOption(new Option('--quiet', 'no progress and no notes'))
    .addOption(new Option('--workers <n>', 'worker threads, as many as cores if absent').argParser(workerCount))
    .addOption(new Option('--backend <name>', 'what computes, the fastest present if absent').choices(['tensorflow', 'wasm', 'cpu']))
    .configureHelp({ showGlobalOptions: true, sortSubcommands: true })
    .configureOutput({ writeOut: (text) => around.stdout.write(text), writeErr: () => undefined })
    .exitOverride()
    .helpCommand(false)
}

function workerCount(text: string): number {
  const count = Number(text)
  if (!Number.isInteger(count) || count < 1 || count > 256) throw new InvalidArgumentError('Expected a whole number from 1 to 256.')
  return count
}

function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && ['commander.helpDisplayed', 'commander.version'].includes(error.code)
}

/** commander's own refusals in the form of every error. */
function usageError(error: CommanderError, program: Command): NadirError {
  const message = error.message.replace(/^error: /, '').split('\n')[0] ?? ''
  const command = program.commands.find((known) => program.args[0] === known.name())
  return new NadirError('bad-call', message === '' || message === '(outputHelp)' ? 'A command is missing.' : sentence(message), {
    hint: `\`nadir ${command === undefined ? '' : `${command.name()} `}--help\` shows what is expected.`,
  })
}

function sentence(text: string): string {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?)]$/.test(capital) ? capital : `${capital}.`
}
