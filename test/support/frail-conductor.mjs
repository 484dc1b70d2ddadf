import { existsSync, rmSync } from 'node:fs'

/** The built conductor, which ends its thread as soon as the file FRAIL_CONDUCTOR is there; the next one lives. */
const order = process.env['FRAIL_CONDUCTOR'] ?? ''
setInterval(() => {
  if (!existsSync(order)) return
  rmSync(order)
  process.exit(7)
}, 20).unref()
await import(process.env['FRAIL_CONDUCTOR_ENTRY'] ?? '')
