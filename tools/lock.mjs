import { createHash } from 'node:crypto'
import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root, say } from './node.mjs'

// Outside the checkout: node_modules and out are what set-up takes away and makes anew.
const file = join(tmpdir(), `nadir-setup-${createHash('sha256').update(root).digest('hex').slice(0, 16)}.lock`)
const staleAfter = 15 * 60_000

/** Who holds the lock, or nothing when its holder is gone. */
function holder() {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    if (Date.now() - statSync(file).mtimeMs > staleAfter) return undefined
    process.kill(pid, 0)
    return pid
  } catch (error) {
    return error.code === 'EPERM' ? 'another user' : undefined
  }
}

function take() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

function touch() {
  try {
    utimesSync(file, new Date(), new Date())
  } catch {
    // Taken away by hand: the work goes on.
  }
}

/** Runs one set-up at a time in this checkout: two doors may be opened at once. */
export async function alone(work) {
  let said = false
  while (!take()) {
    const pid = holder()
    if (pid === undefined) rmSync(file, { force: true })
    else {
      if (!said) say(`Waiting for another set-up of this checkout (process ${pid}).`)
      said = true
      await sleep(200)
    }
  }
  // A slow download outlasts the time after which a lock counts as left behind.
  const held = setInterval(touch, 60_000)
  try {
    return await work()
  } finally {
    clearInterval(held)
    rmSync(file, { force: true })
  }
}
