// `npm run bench -- NAME`: the command line's own benchmarks.
import { main, runCli } from './node.mjs'
import { setUp } from './setup.mjs'

await main(async () => {
  await setUp()
  return runCli(['bench', ...process.argv.slice(2)])
})
