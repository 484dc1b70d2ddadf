import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

/**
 * The built shard entry, ill on demand. The file FRAIL_ORDER says what the next gradients do: `exit 2` (two of them end
 * their thread), `throw 1` (out of turn), `block 1` (for a minute).
 */
const order = process.env['FRAIL_ORDER'] ?? ''
const { default: shard } = await import(process.env['FRAIL_ENTRY'] ?? '')

export default async function frail(message) {
  if (message.kind === 'shard' && message.task.kind === 'gradient' && existsSync(order)) {
    const [what, times] = readFileSync(order, 'utf8').split(' ')
    if (Number(times) > 1) writeFileSync(order, `${what} ${Number(times) - 1}`)
    else rmSync(order, { force: true })
    if (what === 'exit') process.exit(7)
    if (what === 'throw') {
      setImmediate(() => {
        throw new Error('out of turn')
      })
      await new Promise(() => undefined)
    }
    if (what === 'block') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 60_000)
  }
  return shard(message)
}
