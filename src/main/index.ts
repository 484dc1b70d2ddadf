import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, BrowserWindow, dialog, nativeTheme } from 'electron'
import { NadirError } from '../shared/errors'
import { createApp, type App } from './app'
import { prepareEnvironment } from './environment'
import { startFirstRun } from './first-run'
import { setMenu } from './menu'
import { dataFolder, placesBeside } from './places'
import { openWindowDoor } from './transport/ipc'
import { guardSession, openWindow, originOf, registerScheme, type PageSource } from './window'

prepareEnvironment()
registerScheme()

const places = placesBeside(import.meta.url)
const server = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
const page: PageSource = server === undefined ? { folder: places.pages } : { server }

/** What stands after a switch, as `--db`; Chromium's own stand among the arguments too. */
function argument(name: '--db' | '--backend'): string | undefined {
  const args = process.argv
  const at = args.findIndex((arg) => arg === name || arg.startsWith(`${name}=`))
  const arg = args[at]
  return arg === undefined ? undefined : arg === name ? (args[at + 1] ?? '') : arg.slice(name.length + 1)
}

/** Says why there is no window. Chromium needs a place of its own to say it, and a folder that was refused stays as it is. */
async function fail(thrown: unknown): Promise<void> {
  const error = NadirError.from(thrown)
  process.stderr.write(`${error.message}${error.hint === undefined ? '' : `\n${error.hint}`}\n`)
  const scratch = mkdtempSync(join(tmpdir(), 'nadir-window-'))
  if (!app.isReady()) app.setPath('userData', scratch)
  await app.whenReady()
  dialog.showErrorBox(error.message, error.hint ?? '')
  rmSync(scratch, { recursive: true, force: true })
  app.exit(error.exitCode)
}

/** One window a data folder: Chromium's own files lie in it, and its lock with them. */
function claim(folder: string): boolean {
  app.setPath('userData', join(folder, 'window'))
  return app.requestSingleInstanceLock()
}

async function start(): Promise<void> {
  const folder = dataFolder(argument('--db'))
  const backend = argument('--backend')
  // The core judges the folder before Chromium writes into it; it is open before Chromium is ready, as the claim needs.
  const core = await createApp({
    dir: folder,
    resources: app.isPackaged ? process.resourcesPath : places.resources,
    conductor: places.conductor,
    shard: places.shard,
    ...(backend === undefined ? {} : { backend }),
  })
  closeBeforeQuitting(core)
  if (!claim(folder)) return app.quit()
  await app.whenReady()
  await followTheme(core)
  guardSession(page)
  openWindowDoor({ core, origin: originOf(page), windows: () => BrowserWindow.getAllWindows().map((window) => window.webContents) })
  setMenu(server !== undefined)
  openWindow({ folder, preload: places.preload, page })
  await startFirstRun(core).catch((error: unknown) => process.stderr.write(`${NadirError.from(error).message}\n`))
}

/** The system's parts, as the title bar and the first background, follow the theme that is set in the page. */
async function followTheme(core: App): Promise<void> {
  const reply = await core.call('settings.get', {})
  if (reply.ok) nativeTheme.themeSource = reply.output.theme
  core.subscribe((message) => {
    if (message.event === 'settings.changed') nativeTheme.themeSource = message.data.theme
  })
}

/** Quitting waits until the running job has let go of its run, so that the next start can go on with it. */
function closeBeforeQuitting(core: App): void {
  let closed: Promise<void> | undefined
  app.on('will-quit', (event) => {
    event.preventDefault()
    closed ??= core.close().then(
      () => app.exit(0),
      (error: unknown) => {
        process.stderr.write(`${NadirError.from(error).message}\n`)
        app.exit(1)
      },
    )
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit())
}

app.on('window-all-closed', () => app.quit())
app.on('second-instance', () => {
  const [window] = BrowserWindow.getAllWindows()
  if (window?.isMinimized()) window.restore()
  window?.focus()
})
start().catch(fail)
