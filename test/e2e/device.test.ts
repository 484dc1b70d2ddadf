import { mkdtempSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DeviceList } from '../../src/shared/device-calls'
import { potentiated } from '../../src/shared/pulse-curve'
import { chromium, dataFolder, small, type OnEnd } from './support/built'
import { openBrowser, openPage, violations } from './support/browser'
import { ask, serve, type Door } from './support/command-line'

const ends: Parameters<OnEnd>[0][] = []
const onEnd: OnEnd = (work) => void ends.push(work)
/** Where pictures go: a folder of one's own choice keeps them. */
const kept = process.env['NADIR_TEST_PICTURES']
let pictures: string
let folder: string
let door: Door
let browser: Browser

beforeAll(async () => {
  if (chromium.path === undefined) return
  pictures = kept ?? mkdtempSync(join(tmpdir(), 'nadir-pictures-'))
  if (kept === undefined) onEnd(() => rmSync(pictures, { recursive: true, force: true }))
  folder = dataFolder(onEnd)
  door = await serve(folder, onEnd)
  browser = await openBrowser(onEnd)
})
afterAll(async () => {
  for (const end of ends.reverse()) await end()
})
beforeEach(({ skip }) => skip(chromium.path === undefined, chromium.why))

const at = (path: string): string => `${door.url}#/${path}`
const devices = async (): Promise<DeviceList> => (await ask(door, 'devices.list', {})).output as DeviceList
const picture = (page: Page, name: string): Promise<unknown> => page.screenshot({ path: join(pictures, `${name}.png`) })

/** Waits until everything that was asked for is programmed. */
async function programmed(page: Page): Promise<void> {
  await page.getByRole('img', { name: /^Programming time from/ }).waitFor()
  await page.getByRole('status').getByText('programming').waitFor({ state: 'detached' })
}

/** A noisy pulse file of a device with 2 to 12 uS, A = 20 over 50 pulses. */
function pulseFile(): string {
  const g = (P: number): number => potentiated({ gMin: 2, gMax: 12, A: 20, pMax: 50 }, P) + 0.15 * Math.sin(P * 37)
  return ['pulse,conductance', ...Array.from({ length: 51 }, (_, P) => `${P},${g(P).toFixed(4)}`)].join('\n')
}

describe('the device page', { timeout: 240_000 }, () => {
  test.each(['light', 'dark'] as const)('shows a technology whole in %s, and axe finds nothing', async (colorScheme) => {
    const { page, troubles, strangers } = await openPage(browser, at('explore'), { colorScheme })
    await page.getByRole('link', { name: /what a threshold costs/ }).click()
    await page.waitForURL(/#\/device/)
    await page.getByRole('button', { name: /RRAM \(Ag:a-Si\)/ }).click()
    await page.waitForURL(/id=rram/)
    await programmed(page)
    const numbers = page.getByRole('complementary', { name: 'Numbers of the device' })
    expect(await numbers.getByRole('textbox', { name: 'Gmax, nS' }).inputValue()).toBe('38.462')
    expect(await numbers.innerText()).toMatch(/Failures\s+0 of 20\u00a0000/)
    await picture(page, `device-${colorScheme}`)
    expect(await violations(page)).toEqual([])
    await page.setViewportSize({ width: 1920, height: 1080 })
    await picture(page, `device-${colorScheme}-1920`)
    await page.setViewportSize({ width: 900, height: 600 })
    await picture(page, `device-${colorScheme}-900`)
    // What is smaller than the least window scrolls.
    await page.mouse.wheel(400, 200)
    await expect.poll(() => page.evaluate(() => [window.scrollX, window.scrollY])).toEqual([220, 100])
    await picture(page, `device-${colorScheme}-900-scrolled`)
    expect(troubles).toEqual([])
    expect(strangers).toEqual([])
  })

  test('keeps an edited copy, says what cannot be programmed, and lets the copy be used and removed', async () => {
    const { page, troubles } = await openPage(browser, at('device?id=rram'))
    await programmed(page)
    const ccv = page.getByRole('textbox', { name: 'CCV, window' })
    await ccv.fill('-1')
    await ccv.press('Enter')
    await page
      .getByRole('alert')
      .getByText(/pulse\.ccv = -1/)
      .waitFor()
    await picture(page, 'device-error')
    await ccv.fill('0.01')
    await ccv.press('Enter')
    await page.getByText('edited copy, not saved').waitFor()
    await programmed(page)
    await page.keyboard.press('Control+s')
    await page.getByRole('textbox', { name: 'Name' }).fill('calmer')
    await picture(page, 'device-save')
    await page.keyboard.press('Enter')
    await page.waitForURL(/id=calmer/)
    expect((await devices()).devices.find(({ id }) => id === 'calmer')?.device.pulse.ccv).toEqual({
      value: 0.01,
      unit: 'window',
      source: 'entered by hand',
    })
    await page.getByRole('button', { name: 'Use in Explore' }).click()
    await page.waitForURL(/#\/explore/)
    const form = page.getByRole('form', { name: 'Design' })
    await form.getByText('calmer').waitFor()
    await expect.poll(() => form.innerText()).toMatch(/write cycles\s+[\d.]+\s+programming\s+[\d.]+\u00a0min/)
    await picture(page, 'explore-form')
    await page.goBack()
    await page.getByRole('button', { name: 'Remove' }).click()
    await page.getByRole('button', { name: /^Undo/ }).waitFor()
    expect((await devices()).devices.some(({ id }) => id === 'calmer')).toBe(false)
    expect(troubles).toEqual([])
  })

  test('stops what takes long, and programs again when asked', async () => {
    const { page, troubles } = await openPage(browser, at('device?id=rram'))
    await programmed(page)
    for (const [name, value] of [
      ['Devices to program, devices', '200k'],
      ['Most cycles a device', '5000'],
      ['Threshold of the design, window', '0.0002'],
    ] as const) {
      await page.getByRole('textbox', { name }).fill(value)
      await page.getByRole('textbox', { name }).press('Enter')
    }
    await page.getByRole('button', { name: /^Stop/ }).click()
    await page.getByRole('button', { name: 'Program again' }).waitFor({ timeout: 3000 })
    await page.getByRole('textbox', { name: 'Threshold of the design, window' }).fill('0.03')
    await page.keyboard.press('Enter')
    await programmed(page)
    expect(await page.getByRole('region', { name: 'Outcome' }).innerText()).toMatch(/of 200\u00a0000/)
    expect(troubles).toEqual([])
  })

  test('imports measured pulses and draws them with their fit', async () => {
    const { page, troubles } = await openPage(browser, at('device'))
    const file = join(folder, 'Lab 7.csv')
    await writeFile(file, pulseFile())
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.getByRole('button', { name: 'Import CSV' }).click()])
    await chooser.setFiles(file)
    const dialog = page.getByRole('dialog', { name: /Import Lab 7\.csv/ })
    expect(await dialog.getByRole('textbox', { name: 'Name' }).inputValue()).toBe('lab-7')
    await dialog.getByRole('combobox', { name: 'Unit of the file' }).click()
    await page.getByRole('option', { name: /microsiemens/ }).click()
    await picture(page, 'device-import')
    await dialog.getByRole('button', { name: 'Import' }).click()
    await page.waitForURL(/id=lab-7/)
    await page.getByText(/fit of Lab 7\.csv, .* rms/).waitFor()
    await programmed(page)
    await picture(page, 'device-measured')
    await page.getByRole('button', { name: /PCM \(doped GST\)/ }).click()
    await page.getByRole('radio', { name: 'states' }).click()
    await page.getByRole('img', { name: /^Spread of 21 states, up to 0\.0434 window/ }).waitFor()
    await programmed(page)
    await picture(page, 'device-states')
    expect(troubles).toEqual([])
  })

  test('stands under the curve of a threshold sweep as what each threshold costs', async () => {
    const spec = { ...small, 'device.preset': 'rram', 'device.threshold': { from: 0.005, to: 0.04, steps: 8 } }
    const { id } = (await ask(door, 'runs.start', { spec, name: 'priced' })).output as { id: string }
    const { page, troubles } = await openPage(browser, at(`explore/${id}`))
    const strip = page.getByRole('img', { name: /^Programming time of a chip from .* min at 0\.0050 to .* at 0\.0400 window/ })
    await strip.waitFor()
    await expect.poll(() => page.getByRole('group', { name: 'Progress' }).innerText()).toMatch(/^\s*8\s*of/)
    await picture(page, 'explore-strip')
    expect(await violations(page)).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.setViewportSize({ width: 1120, height: 700 })
    await page.getByRole('radio', { name: 'level' }).last().click()
    await picture(page, 'explore-strip-dark-small')
    await page.getByRole('checkbox', { name: 'cost' }).click()
    await strip.waitFor({ state: 'detached' })
    await page.goto(at('device'))
    await page.getByRole('button', { name: /RRAM \(Ag:a-Si\)/ }).click()
    await programmed(page)
    await picture(page, 'device-dark-1120')
    expect(troubles).toEqual([])
  })
})
