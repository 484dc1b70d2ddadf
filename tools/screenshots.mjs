// `npm run screenshots [-- DIR]`: the pictures under docs/, of the built interface with a real sweep in it.
// Names a data folder to use runs that are there; without one a fresh sweep of the three shipped models is computed.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { at, nodeBinary } from './node.mjs'

const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync)
const given = process.argv[2]
const folder = given ?? mkdtempSync(join(tmpdir(), 'nadir-pictures-'))
const models = ['lenet-w4a4', 'lenet-w4a4-va', 'lenet-w4a4-adv']
const threshold = { from: 0.005, to: 0.04, steps: 8 }
const modest = { 'sampling.draws': 8, 'data.attack.images': 2000 }
const sweeps = [
  [
    'LeNet threshold sweep, three trainings',
    { ...modest, axes: ['device.threshold', 'model'], model: models, 'device.threshold': threshold },
  ],
  ['standard', { ...modest, model: models[0], 'device.threshold': threshold }],
  ['adversarial', { ...modest, model: models[2], 'device.threshold': threshold }],
  [
    'adversarial, differential pair',
    { ...modest, model: models[2], 'mapping.scheme': 'differential', 'device.bitsPerDevice': 4, 'device.threshold': threshold },
  ],
]

const searches = [models[0], models[2]]

/** The browser door, and its address once it is printed. */
async function serve() {
  const child = spawn(nodeBinary(), [at('out/main/cli.js'), 'serve', '--json', '--db', folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  for await (const chunk of child.stdout) {
    text += chunk
    if (text.includes('}')) break
  }
  return { child, url: JSON.parse(text).url }
}

async function caller(url) {
  const { origin, searchParams } = new URL(url)
  const headers = { 'Content-Type': 'application/json', Authorization: `Bearer ${searchParams.get('token')}` }
  return async (name, input) => {
    const reply = await (await fetch(`${origin}/api/call`, { method: 'POST', headers, body: JSON.stringify({ name, input }) })).json()
    if (!reply.ok) throw new Error(`${name}: ${reply.error.message}`)
    return reply.output
  }
}

async function computeRuns(call) {
  const runs = []
  for (const [name, spec] of sweeps) runs.push((await call('runs.start', { name, spec })).id)
  for (const model of searches)
    runs.push((await call('find.start', { spec: { ...modest, model }, objectives: ['worst >= 90'], over: 'device.threshold' })).id)
  for (const id of runs) {
    let state = ''
    while (!['done', 'failed', 'cancelled'].includes(state)) {
      await new Promise((resolve) => setTimeout(resolve, 2000))
      state = (await call('runs.get', { id })).state
    }
    console.error(`${id}: ${state}`)
  }
  await call('runs.update', { ids: [runs[0]], starred: true, addTags: ['baseline'] })
  await call('runs.update', { ids: runs.slice(2, 4), addTags: ['candidate'] })
}

const { child, url } = await serve()
try {
  const call = await caller(url)
  if ((await call('runs.list', {})).length === 0) await computeRuns(call)
  const runs = (await call('runs.list', {})).map(({ id }) => id).sort()
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-gpu', '--hide-scrollbars'] })
  for (const colorScheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme })
    // Looks at a worst chip are computed when their page is first opened.
    const shot = async (name, hash, patience = 2500) => {
      await page.goto(`${url}#${hash}`)
      await page.reload()
      await page.waitForTimeout(patience)
      await page.screenshot({ path: at('docs', `${name}-${colorScheme}.png`) })
    }
    await shot('explore', `/explore/${runs[0]}`)
    await shot('worst', `/worst/${runs[1]}/p-0006`, 30_000)
    await shot('spec', '/spec')
    await shot('library', '/library')
    await shot('compare', `/compare?runs=${runs.slice(1, 4).join(',')}`)
    await shot('reports', `/reports?runs=${runs[0]}`)
    await page.close()
  }
  await browser.close()
} finally {
  child.kill('SIGTERM')
  if (given === undefined) rmSync(folder, { recursive: true, force: true })
}
