// Where things are, and how they are started: built-ins only, since this runs before anything is installed.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { delimiter, join, resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '..')
export const at = (...path) => join(root, ...path)
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** A failure that the person at the terminal can mend: shown without a stack. */
export class SetupError extends Error {}

/** Set-up speaks on stderr only: stdout belongs to the command line, whose answer may be one JSON document. */
export const say = (line) => process.stderr.write(`${line}\n`)

/** The Node that runs Nadir: the one installed with the packages, else this one where it is new enough. */
export function nodeBinary() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const installed = at('node_modules', `node-${platform}-${process.arch}`, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(installed)) return installed
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath
  throw new SetupError(
    `Nadir needs Node 22.12 or newer on ${process.platform} ${process.arch}; this is ${process.version}. Install Node 24.`,
  )
}

/** The environment in which a started script finds the same Node first. */
export function nodeEnvironment(extra = {}) {
  return { ...process.env, PATH: [at('node_modules', '.bin'), process.env.PATH].join(delimiter), ...extra }
}

/** The script behind a package's command. */
export function commandOf(name, command = name) {
  const { bin } = readJson(at('node_modules', name, 'package.json'))
  return at('node_modules', name, typeof bin === 'string' ? bin : bin[command])
}

/** Runs npm with the Node that npm itself was started with; the one in node_modules may be about to be replaced. */
export function npm(args) {
  const cli = process.env.npm_execpath
  if (cli?.endsWith('npm-cli.js')) return capture(process.env.npm_node_execpath ?? process.execPath, [cli, ...args])
  return capture('npm', args, { shell: process.platform === 'win32' })
}

/** Runs to the end and keeps what was printed. A program that is not there gives code 127. */
export function capture(file, args, options = {}) {
  return new Promise((done) => {
    let output = ''
    const child = spawn(file, args, { cwd: root, ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    const keep = (chunk) => (output += chunk)
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    child.on('error', (error) => done({ code: 127, output: error.message }))
    child.on('close', (code, signal) => done({ code: code ?? 128 + constants.signals[signal], output }))
  })
}

/** Runs with this terminal, passing signals on, and gives the exit code. */
export function attach(file, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { stdio: 'inherit', ...options })
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY
    // A terminal sends Ctrl-C to the whole group: passing it on would count as pressing it twice.
    const pass = (signal) => (signal === 'SIGINT' && onTerminal ? undefined : child.kill(signal))
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    // Told to end, npm ends the shell between it and this script, and nothing below: its going is the signal.
    const shell = process.ppid
    const watch = () => process.env.npm_lifecycle_event && process.ppid !== shell && child.kill('SIGTERM')
    const watching = setInterval(watch, 500)
    const release = () => {
      clearInterval(watching)
      for (const signal of signals) process.off(signal, pass)
    }
    child.on('error', (error) => (release(), fail(error)))
    child.on('close', (code, signal) => (release(), done(code ?? 128 + constants.signals[signal])))
  })
}

/** Runs the built command line with this terminal. */
export const runCli = (args) => attach(nodeBinary(), [at('out', 'main', 'cli.js'), ...args], { env: nodeEnvironment() })

/** The last lines of a long output: errors come last. */
export const tail = (output, lines = 30) => output.trimEnd().split('\n').slice(-lines).join('\n')

/** Runs a script's main part: its number is the exit code, a SetupError is one message. */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    say(error.message)
    process.exitCode = 1
  }
}
