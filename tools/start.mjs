// `npm start`: the window where there can be one, else the browser door; with arguments, the command line.
import { fetchElectron } from './electron.mjs'
import { attach, main, nodeEnvironment, root, runCli, say } from './node.mjs'
import { setUp } from './setup.mjs'

const librariesMissing = 127

async function openWindow() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env
  const linux = process.platform === 'linux'
  if (linux && !DISPLAY && !WAYLAND_DISPLAY) return { why: 'There is no display.' }
  const { path, why } = await fetchElectron()
  if (!path) return { why }
  const env = nodeEnvironment()
  // Some editors' terminals set it, and Electron would then be a plain Node.
  delete env.ELECTRON_RUN_AS_NODE
  // Chromium refuses to run as root with its sandbox.
  const flags = linux && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const code = await attach(path, [...flags, root], { env })
  return code === librariesMissing ? { why: 'Electron lacks libraries on this machine.' } : { code }
}

await main(async () => {
  const args = process.argv.slice(2)
  await setUp()
  if (args.length > 0) return runCli(args)
  const { code, why } = await openWindow()
  if (why === undefined) return code
  say(`${why} Nadir opens in the browser instead.`)
  return runCli(['serve', '--first-run'])
})
