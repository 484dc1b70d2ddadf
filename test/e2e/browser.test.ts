import { readFile, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunDetail } from '../../src/shared/results'
import { chromium, dataFolder, small, smallSweep, type OnEnd } from './support/built'
import { openBrowser, openPage, violations } from './support/browser'
import { ask, savedRun, serve, start, type Door } from './support/command-line'

const ends: Parameters<OnEnd>[0][] = []
const onEnd: OnEnd = (work) => void ends.push(work)
let folder: string
let door: Door
let browser: Browser

beforeAll(async () => {
  if (chromium.path === undefined) return
  folder = dataFolder(onEnd)
  door = await serve(folder, onEnd)
  browser = await openBrowser(onEnd)
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})
beforeEach(({ skip }) => skip(chromium.path === undefined, chromium.why))

const at = (path: string): string => `${door.url}#/${path}`

/** The run as the core has it. */
async function run(id: string): Promise<RunDetail> {
  return (await ask(door, 'runs.get', { id })).output as RunDetail
}

/** How many points the page says are done. */
async function pointsDone(page: Page): Promise<number> {
  const text = await page.getByRole('group', { name: 'Progress' }).innerText()
  return Number(/^\s*(\d+)\s*of/.exec(text)?.[1])
}

/** Cells of the table of points, row by row. */
async function pointRows(page: Page): Promise<string[]> {
  const rows = await page.getByRole('grid', { name: 'Points' }).getByRole('row').allInnerTexts()
  return rows.slice(1).map((row) => row.replace(/\s+/g, ' '))
}

describe('the browser door', { timeout: 240_000 }, () => {
  test('a sweep that is opened from a file and started grows its curve, and a reload shows it still', async () => {
    const { page, troubles, strangers } = await openPage(browser, at('explore'))
    const file = join(folder, 'sweep.json')
    await writeFile(file, JSON.stringify({ ...small, 'device.threshold': { from: 0.005, to: 0.04, steps: 8 } }))
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Open', exact: true }).click()])
    await chooser.setFiles(file)
    await expect.poll(() => page.getByRole('form', { name: 'Design' }).innerText()).toContain('500 images')
    await page.getByRole('button', { name: /^(Start|Queue)/ }).click()

    await expect.poll(() => pointsDone(page), { timeout: 60_000 }).toBeGreaterThan(0)
    const grown = await pointsDone(page)
    await page.reload()
    await expect.poll(() => pointsDone(page), { timeout: 60_000 }).toBeGreaterThanOrEqual(grown)
    await expect.poll(() => pointsDone(page), { timeout: 120_000 }).toBe(8)
    await expect.poll(async () => (await run('r-00001')).state).toBe('done')

    const { points } = await run('r-00001')
    const worst = points.map((point) => point.worst?.toFixed(2) ?? '')
    await expect.poll(() => pointRows(page)).toHaveLength(8)
    const rows = await pointRows(page)
    for (const figure of worst)
      expect(
        rows.some((row) => row.includes(` ${figure} `)),
        `${figure} in ${rows.join('\n')}`,
      ).toBe(true)
    const summary = page.getByRole('application', { name: /Accuracy against/ })
    expect(await summary.innerText()).toMatch(/worst found from .* at 0\.005 to .* at 0\.04/)
    expect(troubles).toEqual([])
    expect(strangers).toEqual([])
  })

  test('a run that the command line computes appears and grows without a reload', async () => {
    const { page } = await openPage(browser, at('library'))
    const grid = page.getByRole('grid', { name: 'Runs' })
    await grid.getByText('r-00001').waitFor()
    const { ended } = start(['explore', ...smallSweep(4), '--set', 'seed=2', '--name', 'from the command line', '--db', folder])
    const row = grid.getByRole('row', { name: /from the command line/ })
    await row.waitFor({ timeout: 60_000 })
    await row.dblclick()
    await page.waitForURL(/r-00002/)
    await expect.poll(() => pointsDone(page), { timeout: 120_000 }).toBe(4)
    expect((await ended).code).toBe(0)
    const shown = await savedRun('r-00002', folder)
    expect(shown.points.map(({ worst }) => worst)).toEqual((await run('r-00002')).points.map(({ worst }) => worst))
  })

  test('a run of the page can be paused, continued and cancelled from it', async () => {
    const spec = { ...small, 'device.threshold': { from: 0.005, to: 0.04, steps: 40 } }
    await ask(door, 'runs.start', { spec, name: 'to be cancelled' })
    const { page } = await openPage(browser, at('explore/r-00003'))
    await expect.poll(async () => (await run('r-00003')).pointsDone, { timeout: 60_000 }).toBeGreaterThan(0)
    await page.getByRole('button', { name: /^Pause/ }).click()
    await expect.poll(async () => (await run('r-00003')).state).toBe('paused')
    await page.getByRole('button', { name: /^Continue/ }).click()
    await expect.poll(async () => (await run('r-00003')).state).toBe('running')
    const asked = Date.now()
    await page.getByRole('button', { name: /^Cancel/ }).click()
    await expect.poll(async () => (await run('r-00003')).state, { interval: 20 }).toBe('cancelled')
    expect(Date.now() - asked).toBeLessThan(1000)
  })

  test('two runs are compared, and a report of them is downloaded', async () => {
    const { page, troubles, strangers } = await openPage(browser, at('library'))
    const rows = page.getByRole('grid', { name: 'Runs' }).getByRole('row')
    for (const [id, modifiers] of [
      ['r-00001', []],
      ['r-00002', ['Control']],
    ] as const) {
      await rows
        .filter({ hasText: id })
        .getByText(id, { exact: true })
        .click({ modifiers: [...modifiers] })
    }
    await page
      .getByRole('toolbar', { name: 'Chosen runs' })
      .getByRole('button', { name: /^Compare/ })
      .click()
    await page.waitForURL(/compare\?runs=/)
    const differences = page.getByRole('region', { name: 'Differences' })
    await differences.getByRole('row', { name: /^seed (1 2|2 1)/i }).waitFor()
    expect(await page.getByRole('application', { name: 'Worst case of the compared runs' }).innerText()).toContain('2 curves')

    await page.getByRole('button', { name: /^Report/ }).click()
    await page.waitForURL(/reports\?runs=/)
    await page.locator('iframe').waitFor()
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: /^Save HTML/ }).click()])
    expect(saved.suggestedFilename()).toMatch(/\.html$/)
    const html = await readFile(await saved.path(), 'utf8')
    expect(html).toContain('r-00001')
    expect(html).toContain('r-00002')
    expect(html).not.toMatch(/<script|src="http|href="http|url\(http/)
    expect(troubles).toEqual([])
    expect(strangers).toEqual([])
  })

  test.each(['light', 'dark'] as const)('axe finds nothing on any page in %s', async (colorScheme) => {
    const { page, troubles } = await openPage(browser, at('explore/r-00001'), { colorScheme })
    const pages: [path: string, ready: string][] = [
      ['explore/r-00001', '8 of 8 points'],
      ['library', 'from the command line'],
      ['compare?runs=r-00001,r-00002', 'worst found'],
      ['reports?runs=r-00001', 'Save HTML'],
    ]
    for (const [path, ready] of pages) {
      await page.goto(at(path))
      await page.getByRole('main').filter({ hasText: ready }).waitFor()
      expect(await violations(page), path).toEqual([])
    }
    expect(troubles).toEqual([])
  })

  test('a page whose door dies says that it does not answer', async () => {
    const { child, url } = await serve(folder)
    const { page } = await openPage(browser, `${url}#/library`)
    await page.getByRole('grid', { name: 'Runs' }).getByText('r-00001').waitFor()
    child.kill('SIGKILL')
    await page.getByText('Nadir does not answer').waitFor()
  })

  test('nothing but the page answers without the token, and nothing at all to another Host or Origin', async () => {
    const bearer = { Authorization: `Bearer ${door.token}` }
    const status = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const { hostname, port } = new URL(door.origin)
        request({ hostname, port, path, headers, method: path === '/' ? 'GET' : 'POST' }, (response) =>
          resolve(response.resume().statusCode),
        )
          .on('error', reject)
          .end(path === '/' ? undefined : '{"name":"runs.list","input":{}}')
      })
    expect(await status('/', {})).toBe(200)
    expect(await status('/api/call', bearer)).toBe(200)
    expect(await status('/api/call', {})).toBe(401)
    expect(await status('/api/call', { Authorization: `Bearer ${'x'.repeat(43)}` })).toBe(401)
    expect(await status('/api/call', { ...bearer, Host: 'nadir.example' })).toBe(403)
    expect(await status('/api/call', { ...bearer, Origin: 'http://nadir.example' })).toBe(403)
    expect(await status('/', { Host: 'nadir.example' })).toBe(403)
  })
})
