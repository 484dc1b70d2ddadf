import { spawn, type ChildProcess } from 'node:child_process'
import { onTestFinished } from 'vitest'
import type { RunDocument, SavedRunDocument } from '../../../src/main/cli/terminal/run-document'
import type { ErrorDocument } from '../../../src/shared/errors'
import { built, type OnEnd } from './built'

export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Starts the built command line; it does not outlive the test. */
export function start(args: readonly string[], onEnd: OnEnd = onTestFinished): { child: ChildProcess; ended: Promise<Ended> } {
  return startNode([built.cli, ...args], onEnd)
}

/** Starts Node with these arguments; it does not outlive the test. */
export function startNode(args: readonly string[], onEnd: OnEnd = onTestFinished): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const held = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (held.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (held.stderr += text))
  const ended = new Promise<Ended>((resolve) => child.on('close', (code, signal) => resolve({ code, signal, ...held })))
  onEnd(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return { child, ended }
}

/** Runs a command to its end. */
export async function nadir(...args: string[]): Promise<Ended & { json: () => unknown }> {
  const ended = await start(args).ended
  return { ...ended, json: () => JSON.parse(ended.stdout) as unknown }
}

/** Runs a command that prints a run, and gives that run. Throws with what was said where it failed. */
export async function runOf(...args: string[]): Promise<RunDocument> {
  return (await documentOf(...args)) as RunDocument
}

/** A saved run with all that `show` says of it. */
export async function savedRun(id: string, folder: string): Promise<SavedRunDocument> {
  return (await documentOf('show', id, '--db', folder)) as SavedRunDocument
}

async function documentOf(...args: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await nadir(...args, '--json')
  if (code !== 0) throw new Error(`nadir ${args.join(' ')} ended with ${code}: ${stdout}${stderr}`)
  return JSON.parse(stdout)
}

/** Runs a command that has to fail, and gives its error document. */
export async function errorOf(...args: string[]): Promise<{ code: number | null; error: ErrorDocument }> {
  const { code, stdout } = await nadir(...args, '--json')
  return { code, ...(JSON.parse(stdout) as { error: ErrorDocument }) }
}

export interface Door {
  child: ChildProcess
  url: string
  origin: string
  token: string
  stop: () => Promise<Ended>
}

/** Opens the browser door on a data folder; it is shut after the test. */
export async function serve(folder: string, onEnd: OnEnd = onTestFinished, more: readonly string[] = []): Promise<Door> {
  const { child, ended } = start(['serve', '--json', '--db', folder, ...more], onEnd)
  const url = await new Promise<string>((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk: string) => {
      text += chunk
      const found = /"url": "([^"]+)"/.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
    void ended.then(({ code, stdout, stderr }) => reject(new Error(`serve ended with ${code}: ${stdout}${stderr}`)))
  })
  const { origin, searchParams } = new URL(url)
  return {
    child,
    url,
    origin,
    token: searchParams.get('token') ?? '',
    stop() {
      child.kill('SIGINT')
      return ended
    },
  }
}

/** Asks the browser door as a page would. */
export async function ask(
  door: Pick<Door, 'origin' | 'token'>,
  name: string,
  input: unknown,
): Promise<{ ok: boolean; output?: unknown; error?: ErrorDocument }> {
  const response = await fetch(`${door.origin}/api/call`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${door.token}` },
    body: JSON.stringify({ name, input }),
  })
  return (await response.json()) as { ok: boolean; output?: unknown; error?: ErrorDocument }
}
