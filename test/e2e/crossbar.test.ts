import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { CostConstantInfo } from '../../src/shared/cost-constants'
import { chromium, dataFolder, electron, type OnEnd } from './support/built'
import { openBrowser, openPage, violations } from './support/browser'
import { ask, serve, type Door } from './support/command-line'
import { openWindow } from './support/window'

const ends: Parameters<OnEnd>[0][] = []
const onEnd: OnEnd = (work) => void ends.push(work)
let door: Door
let browser: Browser

beforeAll(async () => {
  if (chromium.path === undefined) return
  door = await serve(dataFolder(onEnd), onEnd)
  browser = await openBrowser(onEnd)
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})
const at = (path: string): string => `${door.url}#/${path}`
const solved = (page: Page): Promise<void> => page.getByRole('img', { name: /^Error of the closed form in the column currents/ }).waitFor()

describe('the crossbar page', { timeout: 240_000 }, () => {
  beforeEach(({ skip }) => skip(chromium.path === undefined, chromium.why))

  test.each(['light', 'dark'] as const)('shows layers, a solved tile and the cost, and axe finds nothing, in %s', async (colorScheme) => {
    const { page, troubles, strangers } = await openPage(browser, at('crossbar'), { colorScheme })
    await solved(page)
    const layers = page.getByRole('complementary', { name: 'Layers' })
    expect(await layers.innerText()).toMatch(/14 tiles\s*53\.6\u00a0% used/)
    expect(await page.getByRole('region', { name: 'Cost, first order' }).innerText()).toMatch(/Programming\s+[\d.]+\u00a0ms/)
    expect(await violations(page)).toEqual([])
    expect(troubles).toEqual([])
    expect(strangers).toEqual([])
  })

  test('is reached from the form, shows another tile and map, and saves its netlist', async () => {
    const { page, troubles } = await openPage(browser, at('explore'))
    await page.getByRole('form', { name: 'Design' }).getByText('first order: area').waitFor()
    await page.getByRole('link', { name: 'Show on tiles' }).click()
    await solved(page)
    await page.getByRole('button', { name: /^conv2/ }).click()
    const down = page.getByRole('textbox', { name: /^Tile down/ })
    await down.focus()
    await down.press('ArrowUp')
    await page.getByRole('radio', { name: '\u2212' }).click()
    await page.getByRole('radio', { name: 'IR drop' }).click()
    await page.getByRole('img', { name: /^IR drop of lenet-w4a4 conv2, tile 1,0, negative columns: 22 . 32 cells; mean/ }).waitFor()
    expect(page.url()).toContain('layer=conv2&tile=1,0&sign=negative')
    const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Save netlist' }).click()])
    expect(saved.suggestedFilename()).toBe('lenet-w4a4-conv2-1-0.cir')
    expect(await readFile(await saved.path(), 'utf8')).toMatch(/^\* lenet-w4a4 conv2, tile 1,0, negative columns\n/)
    expect(troubles).toEqual([])
  })

  test('takes another constant, keeps it, and puts the shipped one back', async () => {
    const { page, troubles } = await openPage(browser, at('crossbar'))
    await solved(page)
    const cost = page.getByRole('region', { name: 'Cost, first order' })
    const latency = async (): Promise<string> => /Latency\s+(\S+)/.exec(await cost.innerText())?.[1] ?? ''
    const before = await latency()
    const read = cost.getByRole('textbox', { name: /^Read of a tile/ })
    await read.fill('1u')
    await read.press('Enter')
    await expect.poll(latency).not.toBe(before)
    const kept = async (): Promise<CostConstantInfo | undefined> =>
      ((await ask(door, 'costs.constants', {})).output as CostConstantInfo[]).find(({ name }) => name === 'readTime')
    await expect.poll(async () => (await kept())?.value).toBe(1e-6)
    await cost.getByRole('button', { name: 'reset', exact: true }).click()
    await expect.poll(latency).toBe(before)
    expect(await kept()).toMatchObject({ edited: false })
    expect(troubles).toEqual([])
  })

  test('says why a design cannot be built, and why a tile cannot be solved', async () => {
    const { page } = await openPage(browser, at('explore'))
    await page.getByRole('form', { name: 'Design' }).getByText('first order: area').waitFor()
    const change = (fields: Record<string, unknown>): Promise<void> =>
      page.evaluate((values) => {
        const draft = JSON.parse(localStorage.getItem('nadir.draft') ?? '{"fields":{},"axes":[]}') as { fields: object; axes: unknown[] }
        localStorage.setItem('nadir.draft', JSON.stringify({ ...draft, axes: [], fields: { ...draft.fields, ...values } }))
      }, fields)
    await change({
      'weights.bits': 8,
      'device.bitsPerDevice': 1,
      'crossbar.rows': 4096,
      'crossbar.columns': 4096,
      'mapping.scheme': 'differential',
    })
    await page.goto(at('crossbar'))
    await page.reload()
    await page.getByRole('alert').getByText('A tile of 400 x 1920 cells takes too long to solve exactly.').waitFor()
    await change({ 'weights.bits': 4, 'device.bitsPerDevice': 3 })
    await page.reload()
    await page.getByRole('alert').getByText('4 weight bits do not divide by 3 bits a device.').waitFor()
    await page.getByRole('button', { name: 'Mend it in Explore' }).click()
    await page.waitForURL(/#\/explore/)
  })
})

describe('the crossbar page of the window', { timeout: 240_000 }, () => {
  beforeEach(({ skip }) => skip(electron.path === undefined, electron.why))

  test('comes on its key and solves a tile beside the run that computes', async () => {
    const { page, call, troubles } = await openWindow(dataFolder())
    await expect.poll(async () => (await call('runs.list', {}))[0]?.state, { timeout: 60_000 }).toBe('running')
    await page.keyboard.press('Control+7')
    await solved(page)
    expect(await page.getByRole('region', { name: 'Tile of fc1' }).innerText()).toContain('128 \u00d7 128 cells')
    expect((await call('runs.get', { id: 'r-00001' })).state).not.toBe('failed')
    expect(troubles).toEqual([])
  })
})
