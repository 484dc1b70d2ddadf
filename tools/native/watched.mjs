// Programs that fetch: stopped when nothing arrives, so that a host out of reach never holds the start up.
import { spawn, spawnSync } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds: until the first byte arrives, between two that do, and in all. */
const patience = { first: 15_000, next: 90_000, all: 10 * 60_000 }
const running = new Set()

/**
 * Runs to the end, keeping what was printed. The program and all it started are stopped when `folder` stands still for
 * too long; `stopped` then says so. A program that is not there gives code 127.
 */
export function watched(file, args, { folder, limits = patience, look = 500, ...options }) {
  return new Promise((done) => {
    let [output, stopped] = ['', undefined]
    // A group of its own, so that what it starts is stopped with it.
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' })
    const keep = (chunk) => (output += chunk)
    child.stdout.setEncoding('utf8').on('data', keep)
    child.stderr.setEncoding('utf8').on('data', keep)
    running.add(child)
    const began = Date.now()
    const before = sizeOf(folder)
    let last = { size: before, at: began }
    const watch = setInterval(() => {
      const [now, size] = [Date.now(), sizeOf(folder)]
      if (size !== last.size) last = { size, at: now }
      const still = now - last.at
      const limit = last.size === before ? limits.first : limits.next
      if (still > limit) stopped = `nothing came for ${Math.round(still / 1000)} s`
      else if (now - began > limits.all) stopped = `not done after ${Math.round((now - began) / 60_000)} minutes`
      if (stopped) stop(child)
    }, look)
    const end = (code, text = '') => {
      clearInterval(watch)
      running.delete(child)
      done({ code, output: output + text, stopped })
    }
    child.on('error', (error) => end(127, error.message))
    child.on('close', (code) => end(code ?? 1))
  })
}

function stop({ pid }) {
  try {
    if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(pid), '/t', '/f'])
    else process.kill(-pid, 'SIGKILL')
  } catch {
    // Gone already.
  }
}

/** What a failed program named as its reason. */
export const reasonIn = (output) => /^\w*Error(?: \[\w+\])?: (.+)$/m.exec(output)?.[1]

/** Stops all that still runs. */
export function stopWatched() {
  for (const child of running) stop(child)
}

function sizeOf(folder) {
  let size = 0
  try {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      if (entry.isFile()) size += statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0
    }
  } catch {
    // A folder that goes away meanwhile counts as far as it was read.
  }
  return size
}
