import { NadirError } from '../../shared/errors'
import { startFirstRun } from '../first-run'
import type { RegisterCommand } from './terminal/context'

function readPort(text: string): number {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new NadirError('bad-value', `${JSON.stringify(text)} is no port.`, {
    hint: 'A port is a whole number from 1 to 65535; leave --port out to take a free one.',
  })
}

const register: RegisterCommand = (program, context) => {
  program
    .command('serve')
    .summary('open the browser door')
    .description('Serves Nadir to a browser on this machine alone and prints the address to open. Stays until Ctrl-C.')
    .option('--port <n>', 'port; a free one if absent', readPort)
    .option('--first-run', 'start the default experiment where there is no run yet')
    .action(async ({ port, firstRun }: { port?: number; firstRun?: boolean }) => {
      const { openLoopback } = await import('../transport/http')
      const core = await context.core()
      const door = await openLoopback({ core, pages: context.places.pages, ...(port === undefined ? {} : { port }) })
      try {
        context.answer({ url: door.url }, () => `Nadir is at ${door.url}`)
        const stopped = new Promise<void>((resolve) => {
          context.onSignal(() => {
            resolve()
            return true
          })
        })
        // A first run that cannot start is told in the page as well; the door stays open.
        if (firstRun === true) await startFirstRun(core).catch((error: unknown) => context.note(NadirError.from(error).message))
        await stopped
      } finally {
        await door.close()
      }
    })
}
export default register
