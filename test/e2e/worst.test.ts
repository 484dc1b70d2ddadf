import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RunDetail } from '../../src/shared/results'
import type { CornerInfo, WorstRecord } from '../../src/shared/worst-case'
import { chromium, dataFolder, electron, small, type OnEnd } from './support/built'
import { openBrowser, openPage, violations } from './support/browser'
import { ask, serve, start, type Door } from './support/command-line'
import { openWindow } from './support/window'

const ends: Parameters<OnEnd>[0][] = []
const onEnd: OnEnd = (work) => void ends.push(work)
let door: Door
let browser: Browser
let run: RunDetail

const sets = Object.entries({ ...small, 'certify.method': 'interval' }).flatMap(([name, value]) => ['--set', `${name}=${value}`])

beforeAll(async () => {
  if (chromium.path === undefined) return
  const folder = dataFolder(onEnd)
  const { code, stderr } = await start(['explore', ...sets, '--axis', 'device.threshold=0.01,0.03', '--db', folder, '--quiet'], onEnd).ended
  if (code !== 0) throw new Error(stderr)
  door = await serve(folder, onEnd)
  browser = await openBrowser(onEnd)
  run = (await ask(door, 'runs.get', { id: 'r-00001' })).output as RunDetail
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})
const at = (path: string): string => `${door.url}#/${path}`
const pane = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
/** Everything that comes by itself is there. */
const whole = async (page: Page): Promise<void> => {
  await pane(page, 'Confusion at the worst case').getByRole('table').waitFor()
  await pane(page, 'Sensitivity')
    .getByText(/^Largest: /)
    .waitFor()
}

describe('the worst case page', { timeout: 300_000 }, () => {
  beforeEach(({ skip }) => skip(chromium.path === undefined, chromium.why))

  test.each(['light', 'dark'] as const)('shows what the core counted of a point, and axe finds nothing, in %s', async (colorScheme) => {
    const { page, troubles, strangers } = await openPage(browser, at('worst/r-00001/p-0002'), { colorScheme })
    await whole(page)
    const record = (await ask(door, 'worst.record', { run: 'r-00001', point: 'p-0002' })).output as WorstRecord
    const point = run.points.find(({ id }) => id === 'p-0002')
    expect(record.accuracy).toBeCloseTo(point?.worst ?? NaN, 9)
    const counts = await pane(page, 'Confusion at the worst case').locator('tbody td').allInnerTexts()
    expect(counts.map((text) => Number(text.replace('\u00b7', '0')))).toEqual(record.confusion.flat())
    const bracket = await page.getByRole('img', { name: /^Accuracy in percent; the spec is 90/ }).getAttribute('aria-label')
    expect(bracket).toContain(`worst found ${(point?.worst ?? 0).toFixed(1)}`)
    expect(bracket).toContain('vacuous')
    const digits = page.getByRole('img', { name: /^Image \d+: class \d answered as \d/ })
    expect(await digits.count()).toBe(record.weakest.length)
    // Its pixels are those of the data set, not a placeholder.
    const bytes = [...Buffer.from(record.weakest[0]?.pixels ?? '', 'base64')]
    const drawn = await digits.first().evaluate((canvas: HTMLCanvasElement) => {
      const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
      return [...data].filter((_, i) => i % 4 === 0)
    })
    expect(drawn).toEqual(bytes)
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
    expect(strangers).toEqual([])
  })

  test('is reached from the points of a run and from the tab, and walked by arrows', async () => {
    const { page } = await openPage(browser, at('explore/r-00001'))
    await page
      .getByRole('grid', { name: 'Points' })
      .getByRole('row', { name: /0\.0100/ })
      .dblclick()
    await page.waitForURL(/#\/worst\/r-00001\/p-0001$/)
    await page.getByRole('heading', { level: 1, name: /at t = 0\.0100$/ }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.waitForURL(/p-0002$/)
    await page.keyboard.press('ArrowLeft')
    await page.waitForURL(/p-0001$/)
    await page.keyboard.press('Control+1')
    await page.waitForURL(/#\/explore/)
    await page.keyboard.press('Control+2')
    await page.getByRole('heading', { level: 1, name: /at t = / }).waitFor()
  })

  test('computes landscape and margins when they are opened, and stops them', async () => {
    const { page, troubles } = await openPage(browser, at('worst/r-00001/p-0001'))
    await whole(page)
    const search = pane(page, 'Search and landscape')
    await page.getByRole('radio', { name: 'Direction' }).click()
    await search.getByRole('progressbar').waitFor()
    await page.keyboard.press('Control+.')
    await search.getByText('Loss landscape: stopped.').waitFor()
    await search.getByRole('button', { name: 'Compute' }).click()
    await search
      .getByRole('img', { name: /^accuracy along the worst direction and 5 random ones; slope: worst/ })
      .waitFor({ timeout: 120_000 })
    await page.getByRole('radio', { name: 'Map' }).click()
    await search.getByRole('img', { name: /11 by 11 places/ }).waitFor()
    const images = pane(page, 'Weakest images and margins')
    await page.getByRole('radio', { name: 'Margins' }).click()
    await images.getByRole('img', { name: /^Smallest change of the input of fc3/ }).waitFor({ timeout: 120_000 })
    await page.getByRole('radio', { name: 't flip' }).click()
    await images.getByRole('img', { name: /this point stands at 0\.0100/ }).waitFor()
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
  })

  test('keeps a corner, replays it on another network, and hands out its errors', async () => {
    const { page, troubles } = await openPage(browser, at('worst/r-00001/p-0002'))
    await whole(page)
    await page.keyboard.press('Control+s')
    const naming = page.getByRole('dialog', { name: 'Save the worst chip as a corner' })
    await naming.getByRole('textbox', { name: 'Name' }).fill('worst-of-all')
    await naming.getByRole('button', { name: 'Save' }).click()
    await naming.waitFor({ state: 'detached' })
    expect((await ask(door, 'corners.list', {})).output as CornerInfo[]).toMatchObject([{ name: 'worst-of-all', model: 'lenet-w4a4' }])
    await page.getByRole('button', { name: 'Replay on\u2026' }).first().click()
    const replay = page.getByRole('dialog', { name: 'Replay a corner on another design' })
    await replay.getByRole('button', { name: 'Replay', exact: true }).click()
    const own = run.points.find(({ id }) => id === 'p-0002')?.worst ?? NaN
    await replay.getByRole('row', { name: new RegExp(`worst-of-all.*${own.toFixed(2).replace('.', '\\.')}`) }).waitFor()
    await replay.getByRole('combobox', { name: 'Model' }).click()
    await page.getByRole('option', { name: /adversarial/ }).click()
    await replay.getByRole('button', { name: 'Replay', exact: true }).click()
    await replay.getByRole('row', { name: /worst-of-all lenet-w4a4-adv, mnist/ }).waitFor()
    expect(await violations(page)).toEqual([])
    await replay.getByRole('button', { name: 'Close' }).click()
    for (const [item, name, head] of [
      [/\.npz/, 'r-00001-p-0002.npz', 'PK'],
      [/CSV/, 'r-00001-p-0002.csv', ''],
    ] as const) {
      await page.getByRole('button', { name: /^Export \u0394W/ }).click()
      const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: item }).click()])
      expect(saved.suggestedFilename()).toBe(name)
      const bytes = await readFile(await saved.path())
      expect(bytes.length).toBeGreaterThan(10_000)
      expect(bytes.toString('latin1').startsWith(head)).toBe(true)
    }
    await page.getByRole('button', { name: 'Take out: Bracket' }).click()
    const [picture] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: /SVG/ }).click()])
    expect(await readFile(await picture.path(), 'utf8')).toMatch(/^<svg[\s\S]*worst found/)
    expect(troubles).toEqual([])
  })

  test('neither wraps nor overflows where the window is small', async () => {
    const { page } = await openPage(browser, at('worst/r-00001/p-0002'))
    await page.setViewportSize({ width: 1280, height: 800 })
    await whole(page)
    const heights = await page
      .locator('.sub, .pane > header')
      .evaluateAll((bars) => bars.map((bar) => [bar.scrollHeight - bar.clientHeight, bar.scrollWidth - bar.clientWidth]))
    expect(heights.length).toBeGreaterThan(6)
    for (const [high, wide] of heights) expect([high, wide]).toEqual([0, 0])
  })
})

describe('the worst case page of the window', { timeout: 300_000 }, () => {
  beforeEach(({ skip }) => skip(electron.path === undefined, electron.why))

  test('comes on its key with the point that the command line computed', async () => {
    const folder = dataFolder()
    expect((await start(['explore', ...sets, '--set', 'device.threshold=0.03', '--db', folder, '--quiet']).ended).code).toBe(0)
    const { page, troubles } = await openWindow(folder)
    await page
      .getByRole('grid', { name: 'Points' })
      .getByRole('row', { name: /0\.0300/ })
      .waitFor()
    await page.keyboard.press('Control+2')
    await whole(page)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/at t = /)
    expect(troubles).toEqual([])
  })
})
