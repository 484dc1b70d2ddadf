// `npm run -s nadir -- ...`: the command line, with whatever it needs made first.
import { main, runCli } from './node.mjs'
import { setUp } from './setup.mjs'

await main(async () => {
  await setUp()
  return runCli(process.argv.slice(2))
})
