import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stopWatched } from './watched.mjs'

const prefix = 'making-'
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const remove = (folder) => rmSync(folder, { recursive: true, force: true, maxRetries: 3 })

/** Gives some work an empty folder that is gone afterwards, also after Ctrl-C; what a killed one left goes first. */
export async function inWorkFolder(parent, work) {
  mkdirSync(parent, { recursive: true })
  for (const name of readdirSync(parent)) if (name.startsWith(prefix) && !alive(name.slice(prefix.length))) remove(join(parent, name))
  const folder = join(parent, `${prefix}${process.pid}`)
  remove(folder)
  mkdirSync(folder)
  const onSignal = (signal) => {
    stopWatched()
    release()
    process.kill(process.pid, signal)
  }
  const release = () => {
    for (const signal of signals) process.off(signal, onSignal)
    remove(folder)
  }
  for (const signal of signals) process.on(signal, onSignal)
  try {
    return await work(folder)
  } finally {
    release()
  }
}

function alive(pid) {
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
