// `npm test`: every suite, whatever an earlier one says, and one closing line.
// `npm test -- checks`, `-- unit some/filter`, `-- e2e` run a part.
import { existsSync } from 'node:fs'
import { SetupError, main, say } from './node.mjs'
import { makeNative } from './native/native.mjs'
import { build, installPackages } from './setup.mjs'
import { testElectron } from './test/electron.mjs'
import { chromium, providePackages } from './test/packages.mjs'
import { runChecks, runVitest } from './test/suites.mjs'

const parts = ['checks', 'unit', 'e2e']
const total = { passed: 0, failed: 0, skipped: [] }

function add({ passed, failed, skipped }) {
  total.passed += passed
  total.failed += failed
  total.skipped.push(...skipped)
}

/** A set-up step that fails is one failed test; says whether it worked. */
async function step(work) {
  try {
    await work()
    return true
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.log(error.message)
    add({ passed: 0, failed: 1, skipped: [] })
    return false
  }
}

/** What the end-to-end tests may drive. Where a part is missing, its reason is there for the test to skip with. */
async function environment() {
  const browser = chromium()
  const electron = await testElectron()
  return {
    NADIR_TEST_CHROMIUM: browser,
    NADIR_TEST_CHROMIUM_WHY: browser ? undefined : 'Chromium is not installed',
    NADIR_TEST_ELECTRON: electron.path,
    NADIR_TEST_ELECTRON_WHY: electron.why,
  }
}

/** A virtual display on Linux, so that no window opens on the developer's own. */
function display() {
  return existsSync('/usr/bin/xvfb-run') ? ['/usr/bin/xvfb-run', '-a', '-s', '-screen 0 1920x1200x24'] : undefined
}

async function runE2e(filters) {
  await providePackages()
  const found = await environment()
  const screen = display()
  if (process.platform === 'linux' && !screen && !process.env.DISPLAY) {
    found.NADIR_TEST_ELECTRON = undefined
    found.NADIR_TEST_ELECTRON_WHY = 'there is no display and no xvfb-run'
  }
  return runVitest('e2e', { filters, environment: found, display: screen })
}

await main(async () => {
  const [part, ...filters] = process.argv.slice(2)
  if (part !== undefined && !parts.includes(part)) {
    say(`There is no part "${part}": use ${parts.join(', ')}, or nothing for all.`)
    return 2
  }
  const wanted = (name) => part === undefined || part === name
  if (await step(installPackages)) {
    const needsBuild = part !== 'checks'
    if (needsBuild) await step(makeNative)
    if (needsBuild) await step(build)
    if (wanted('checks')) add(await runChecks())
    if (wanted('unit')) add(await runVitest('unit', { filters, environment: {} }))
    if (wanted('e2e')) add(await runE2e(filters))
  }
  for (const line of total.skipped) console.log(`skipped: ${line}`)
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped.length} skipped`)
  return total.failed > 0 ? 1 : 0
})
