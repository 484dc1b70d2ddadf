import { spawn } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeEach, describe, expect, test } from 'vitest'
import { built, dataFolder, electron, small } from './support/built'
import { savedRun } from './support/command-line'
import { openWindow, type OpenWindow } from './support/window'

beforeEach(({ skip }) => skip(electron.path === undefined, electron.why))

const sweep = (steps: number): Record<string, unknown> => ({ ...small, 'device.threshold': { from: 0.005, to: 0.04, steps } })

/** Runs and points as the file holds them, read beside the process that writes. */
function stored(folder: string): { runs: { number: number; state: string }[]; points: { run: number; state: string }[] } {
  const database = new Database(join(folder, 'nadir.sqlite'), { readonly: true })
  try {
    return {
      runs: database.prepare<[], { number: number; state: string }>('SELECT number, state FROM runs ORDER BY number').all(),
      points: database.prepare<[], { run: number; state: string }>('SELECT run, state FROM points').all(),
    }
  } finally {
    database.close()
  }
}

/** A window on a folder whose first run, the default experiment, is out of the way. */
async function openIdle(folder: string): Promise<OpenWindow> {
  const window = await openWindow(folder)
  await expect.poll(() => window.call('runs.list', {})).toHaveLength(1)
  await window.call('runs.cancel', { id: 'r-00001' })
  return window
}

describe('the window', { timeout: 240_000 }, () => {
  test('opens on an empty database with the default experiment running by itself', async () => {
    const { page, call, troubles } = await openWindow(dataFolder())
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect.poll(() => call('runs.list', {})).toMatchObject([{ id: 'r-00001', axes: ['device.threshold'], pointsTotal: 8 }])
    await expect.poll(async () => (await call('runs.get', { id: 'r-00001' })).state, { timeout: 60_000 }).toBe('running')
    await expect.poll(() => page.getByRole('group', { name: 'Progress' }).innerText(), { timeout: 30_000 }).toContain('of 8 points')
    expect(troubles).toEqual([])
  })

  test('runs a sweep in its workers, and the run is in the database and on the command line', async () => {
    const folder = dataFolder()
    const { page, call, troubles } = await openIdle(folder)
    const { id } = await call('runs.start', { spec: sweep(4) })
    await page.evaluate((run) => (location.hash = `#/explore/${run}`), id)
    await expect.poll(() => page.getByRole('group', { name: 'Progress' }).innerText(), { timeout: 120_000 }).toMatch(/^\s*4\s*of 4 points/)
    await expect.poll(() => stored(folder).runs.at(-1)).toEqual({ number: 2, state: 'done' })
    expect(stored(folder).points.filter(({ run, state }) => run === 2 && state === 'done')).toHaveLength(4)
    const shown = await savedRun(id, folder)
    const { points, backend } = await call('runs.get', { id })
    expect(shown.points.map(({ worst }) => worst)).toEqual(points.map(({ worst }) => worst))
    expect(shown.backend).toBe(backend)
    expect(troubles).toEqual([])
  })

  test('a second start offers the run that the first left, and goes on with it where it stopped', async () => {
    const folder = dataFolder()
    const first = await openIdle(folder)
    const { id } = await first.call('runs.start', { spec: sweep(16) })
    await expect.poll(async () => (await first.call('runs.get', { id })).pointsDone, { timeout: 120_000 }).toBeGreaterThan(1)
    await first.close()
    const left = stored(folder)
    expect(left.runs.at(-1)).toEqual({ number: 2, state: 'interrupted' })
    const kept = (await savedRun(id, folder)).points.filter(({ state }) => state === 'done')
    expect(kept.length).toBeGreaterThan(1)
    expect(kept.length).toBeLessThan(16)

    const second = await openWindow(folder)
    await second.page.getByText(/Sweep stopped at \d+ of 16 points/).waitFor()
    await second.page.getByRole('button', { name: 'Go on' }).click()
    await expect.poll(async () => (await second.call('runs.get', { id })).state, { timeout: 120_000 }).toBe('done')
    const { points } = await savedRun(id, folder)
    expect(points.every(({ state }) => state === 'done')).toBe(true)
    for (const point of kept) {
      const { worst: _worst, carriedFrom: _carried, ...own } = point
      expect(points.find((now) => now.id === point.id)).toMatchObject(own)
    }
  })

  test('its page has no Node, leads nowhere else and may do nothing but copy', async () => {
    const { page, app } = await openIdle(dataFolder())
    const reach = await page.evaluate(() => {
      const names = ['require', 'process', 'module', 'Buffer', 'global', '__dirname', 'electron', 'ipcRenderer']
      return names.filter((name) => name in window)
    })
    expect(reach).toEqual([])
    expect(await page.evaluate(() => typeof window.nadir)).toBe('function')
    const refused = await page.evaluate(async () => {
      const answers: Record<string, unknown> = { opened: window.open('https://nadir.example') }
      const scripts = document.createElement('script')
      scripts.textContent = 'window.injected = true'
      document.head.append(scripts)
      answers['injected'] = 'injected' in window
      answers['fetched'] = await fetch('https://nadir.example').then(
        () => true,
        () => false,
      )
      answers['outside'] = (await fetch('/..%2f..%2fpackage.json')).status
      answers['policy'] = (await fetch('/')).headers.get('content-security-policy')?.includes("script-src 'self';")
      answers['notifications'] = await Notification.requestPermission()
      answers['pasted'] = await navigator.clipboard.readText().then(
        () => true,
        () => false,
      )
      return answers
    })
    expect(refused).toEqual({
      opened: null,
      injected: false,
      fetched: false,
      outside: 404,
      policy: true,
      notifications: 'denied',
      pasted: false,
    })
    // Chromium lets only a page with the focus copy.
    await page.bringToFront()
    const copies = (): Promise<boolean> =>
      page.evaluate(() =>
        navigator.clipboard.writeText('t').then(
          () => true,
          () => false,
        ),
      )
    await expect.poll(copies, { timeout: 10_000 }).toBe(true)
    await page.evaluate(() => (location.href = 'https://nadir.example'))
    await page.waitForTimeout(500)
    expect(page.url()).toMatch(/^app:\/\/nadir\//)
    expect(app.windows()).toHaveLength(1)
  })

  test('its menu opens the pages by the keys that the page itself knows', async () => {
    const { page, app } = await openIdle(dataFolder())
    await page.getByRole('heading', { level: 1 }).waitFor()
    for (const [name, route] of [
      ['Worst case', 'worst'],
      ['Library', 'library'],
      ['Compare', 'compare'],
      ['Spec', 'spec'],
      ['Devices', 'device'],
      ['Reports', 'reports'],
      ['Explore', 'explore'],
    ] as const) {
      await app.evaluate(({ BrowserWindow, Menu }, label) => {
        const [window] = BrowserWindow.getAllWindows()
        const items = Menu.getApplicationMenu()?.items.flatMap((item) => item.submenu?.items ?? [])
        items?.find((item) => item.label === label)?.click({}, window, window?.webContents)
      }, name)
      await page.waitForURL(new RegExp(`#/${route}`))
    }
  })

  test('comes back where it was left, and never twice on one folder', async () => {
    const folder = dataFolder()
    const first = await openIdle(folder)
    const bounds = { x: 60, y: 50, width: 1200, height: 760 }
    await first.app.evaluate(({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place), bounds)
    const place = await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    expect(place).toMatchObject({ width: 1200, height: 760 })
    const again = spawn(electron.path ?? '', ['--no-sandbox', '--disable-gpu', built.window, '--db', folder], { stdio: 'ignore' })
    expect(await new Promise((resolve) => again.on('close', resolve))).toBe(0)
    expect(first.app.windows()).toHaveLength(1)
    await first.close()
    const second = await openWindow(folder)
    expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())).toEqual(place)
    expect(await second.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getMinimumSize())).toEqual([1120, 700])
  })
})
