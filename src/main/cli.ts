#!/usr/bin/env node
import { NadirError } from '../shared/errors'

// Nothing else may be imported before the check: an old Node fails to read the parts that come after it.
const needed = [22, 12] as const

function runtimeError(version: string): NadirError | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > needed[0] || (major === needed[0] && minor >= needed[1])) return undefined
  return new NadirError('runtime-too-old', `Nadir needs Node ${needed.join('.')} or newer; this is ${version}.`, {
    hint: 'Run it as `npm run -s nadir -- ...`, which brings the right Node, or install Node 24.',
  })
}

const args = process.argv.slice(2)
const tooOld = runtimeError(process.versions.node)
if (tooOld === undefined) {
  const { main } = await import('./cli/terminal/main')
  await main(args, import.meta.url)
} else {
  if (args.includes('--json')) console.log(JSON.stringify({ error: tooOld.toDocument() }))
  else console.error(`${tooOld.message}\n${tooOld.hint ?? ''}`)
  process.exitCode = tooOld.exitCode
}
