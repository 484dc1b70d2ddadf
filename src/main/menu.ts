import { BrowserWindow, Menu, type MenuItemConstructorOptions, type WebContents } from 'electron'

type Key = Parameters<WebContents['sendInputEvent']>[0] & { keyCode: string }

/**
 * An entry for something that the page does on a key. The page has one keyboard map and keeps it: the menu shows the key
 * and, when clicked, presses it.
 */
function pressing(label: string, keyCode: string): MenuItemConstructorOptions {
  const key: Omit<Key, 'type'> = { keyCode, modifiers: [process.platform === 'darwin' ? 'meta' : 'control'] }
  return {
    label,
    accelerator: `CmdOrCtrl+${keyCode}`,
    registerAccelerator: false,
    click: (_item, window) => {
      if (!(window instanceof BrowserWindow)) return
      window.webContents.sendInputEvent({ ...key, type: 'keyDown' })
      window.webContents.sendInputEvent({ ...key, type: 'keyUp' })
    },
  }
}

const separator: MenuItemConstructorOptions = { type: 'separator' }

/** Sets the menu: the pages, editing, zoom; reload and the inspector only while developing. */
export function setMenu(development: boolean): void {
  const template: MenuItemConstructorOptions[] = [
    {
      label: '&Nadir',
      submenu: [pressing('Go to...', 'K'), separator, { role: 'quit' }],
    },
    {
      label: '&Edit',
      submenu: [{ role: 'undo' }, { role: 'redo' }, separator, { role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }],
    },
    {
      label: '&Page',
      submenu: ['Explore', 'Worst case', 'Library', 'Compare', 'Spec', 'Devices', 'Crossbar', 'Reports'].map((label, i) =>
        pressing(label, String(i + 1)),
      ),
    },
    {
      label: '&View',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        separator,
        { role: 'togglefullscreen' },
        ...(development ? [separator, { role: 'reload' } as const, { role: 'toggleDevTools' } as const] : []),
      ],
    },
  ]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
