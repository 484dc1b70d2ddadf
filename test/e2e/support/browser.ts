import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium as playwright, type Browser, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { chromium, type OnEnd } from './built'

const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export async function openBrowser(onEnd: OnEnd): Promise<Browser> {
  const browser = await playwright.launch({ executablePath: chromium.path ?? '', args: ['--no-sandbox', '--disable-gpu', ...quiet] })
  onEnd(() => browser.close())
  return browser
}

export interface OpenPage {
  page: Page
  /** Console errors and warnings, and what was thrown. */
  troubles: string[]
  /** Addresses asked for that are not the door's own. */
  strangers: string[]
}

/** Opens a page of the browser door and notes what should not happen on it. */
export async function openPage(browser: Browser, url: string, options: { colorScheme?: 'light' | 'dark' } = {}): Promise<OpenPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, acceptDownloads: true, ...options })
  onTestFinished(() => context.close())
  const [troubles, strangers]: [string[], string[]] = [[], []]
  const { origin } = new URL(url)
  context.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.origin !== origin && !['data:', 'blob:'].includes(asked.protocol)) strangers.push(request.url())
  })
  const page = await context.newPage()
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(error.message))
  await page.goto(url)
  return { page, troubles, strangers }
}

/** What axe finds wrong with a page, one line each. */
export async function violations(page: Page): Promise<string[]> {
  // Evaluated, not added as a script: the page's own policy would refuse that.
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] }> }
    }
    const found = await axe.run({ iframes: false, resultTypes: ['violations'] })
    return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary}`))
  })
}
