import { spawn } from 'node:child_process'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'
import type { Call, CallName, Reply } from '../../../src/shared/contract'
import { unwrap } from '../../../src/shared/reply'
import { built, electron } from './built'

export interface OpenWindow {
  app: ElectronApplication
  page: Page
  /** What the page wrote to its console as an error, and what it threw. */
  troubles: string[]
  /** Asks the core as the page does. */
  reply: <N extends CallName>(name: N, input: unknown) => Promise<Reply<N>>
  call: Call
  close: () => Promise<void>
}

const windowArguments = (folder: string): string[] => ['--no-sandbox', '--disable-gpu', built.window, '--db', folder]

function windowEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined || name === 'ELECTRON_RUN_AS_NODE' ? [] : [[name, value]])),
  )
}

/** Starts the built window on a data folder that it has to refuse; gives what it says until it waits for its message to be read. */
export async function refusedWindow(folder: string): Promise<string> {
  const child = spawn(electron.path ?? '', windowArguments(folder), { env: windowEnvironment(), stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  await expect.poll(() => text).toContain('--db')
  return text
}

/** Opens the built window on a data folder in the Electron that is given; it is closed after the test. */
export async function openWindow(folder: string, more: readonly string[] = []): Promise<OpenWindow> {
  const args = [...windowArguments(folder), ...more]
  const app = await _electron.launch({ executablePath: electron.path ?? '', args, env: windowEnvironment() })
  let open = true
  const close = async (): Promise<void> => {
    if (open) await app.close()
    open = false
  }
  onTestFinished(close)
  const page = await app.firstWindow()
  const troubles: string[] = []
  page.on('console', (message) => message.type() === 'error' && troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(error.message))
  await page.waitForLoadState('domcontentloaded')
  async function reply<N extends CallName>(name: N, input: unknown): Promise<Reply<N>> {
    const asked = await page.evaluate(
      ([n, i]) => (window.nadir as unknown as (name: unknown, input: unknown) => Promise<unknown>)(n, i),
      [name, input],
    )
    return asked as Reply<N>
  }
  return { app, page, troubles, reply, call: async (name, input) => unwrap(await reply(name, input)), close }
}
