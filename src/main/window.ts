import { BrowserWindow, nativeTheme, protocol, screen, session, type Session } from 'electron'
import { isFrom } from './transport/ipc'
import { servePage } from './transport/page-files'
import { firstZoom, fitPlace, readPlace, smallestWindow, writePlace } from './window-place'

const scheme = 'app'
/** Where the window's page comes from. */
export const pageOrigin = `${scheme}://nadir`
/** The window before its page has drawn, as the page's own plane. */
const background = { light: '#f4f5f6', dark: '#101316' }

export interface WindowOptions {
  /** Data folder: the window's place is kept in it. */
  folder: string
  preload: string
  page: PageSource
}

/** The built pages, or the address of the development server. */
export type PageSource = { folder: string } | { server: string }

export function originOf(page: PageSource): string {
  return 'server' in page ? new URL(page.server).origin : pageOrigin
}

/** Names the pages' own scheme; has to happen before the application is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true, supportFetchAPI: true } }])
}

/** Shuts the windows' session against everything that is not our own page: no other address, no permission but copying. */
export function guardSession(page: PageSource, target: Session = session.defaultSession): void {
  const origin = originOf(page)
  if ('folder' in page) {
    target.protocol.handle(scheme, (request) => {
      const { host, pathname } = new URL(request.url)
      return host === 'nadir' ? servePage(page.folder, pathname) : new Response('Not found', { status: 404 })
    })
  }
  const allowed = (url: string): boolean =>
    isFrom(origin, url) || /^(blob|data|devtools):/.test(url) || ('server' in page && isFrom(origin.replace('http', 'ws'), url))
  target.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !allowed(details.url) }))
  const copying = (permission: string, url: string): boolean => permission === 'clipboard-sanitized-write' && isFrom(origin, url)
  target.setPermissionRequestHandler((_contents, permission, answer, details) => answer(copying(permission, details.requestingUrl)))
  target.setPermissionCheckHandler((_contents, permission, requesting) => copying(permission, requesting))
  target.setDevicePermissionHandler(() => false)
  target.setSpellCheckerEnabled(false)
}

/** Opens the window where it was last. It has no Node, loads our own page and nothing else, and opens no other window. */
export function openWindow({ folder, preload, page }: WindowOptions): BrowserWindow {
  const screens = screen.getAllDisplays().map((display) => display.workArea)
  const { position, width, height, maximised, zoom } = fitPlace(readPlace(folder), screens)
  const window = new BrowserWindow({
    ...position,
    width,
    height,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    title: 'Nadir',
    backgroundColor: nativeTheme.shouldUseDarkColors ? background.dark : background.light,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  })
  const { webContents } = window
  const origin = originOf(page)
  webContents.setWindowOpenHandler(() => ({ action: 'deny' }))
  webContents.on('will-navigate', (event) => {
    if (!isFrom(origin, event.url)) event.preventDefault()
  })
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame && !event.url.startsWith('about:srcdoc')) event.preventDefault()
  })
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  // Chromium forgets the zoom of a page whenever it loads it.
  const { size, scaleFactor } = screen.getDisplayMatching(window.getBounds())
  let lastZoom = zoom ?? firstZoom({ width: size.width, scale: scaleFactor })
  webContents.on('did-finish-load', () => webContents.setZoomFactor(lastZoom))
  window.once('ready-to-show', () => {
    if (maximised) window.maximize()
    window.show()
  })
  window.on('close', () => {
    lastZoom = webContents.getZoomFactor()
    const { x, y, ...size } = window.getNormalBounds()
    writePlace(folder, { position: { x, y }, ...size, maximised: window.isMaximized(), zoom: lastZoom })
  })
  void window.loadURL('server' in page ? page.server : `${pageOrigin}/`)
  return window
}
