// The programs that the end-to-end tests drive: Chromium, a virtual display and Electron's libraries.
import { existsSync } from 'node:fs'
import { capture, say, tail } from '../node.mjs'

const libraries = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1', 'libxss1', 'libatk-bridge2.0-0', 'libdrm2', 'libxkbcommon0']
const more = ['libnotify4', 'libsecret-1-0', 'libxtst6', 'libcups2', 'fonts-dejavu-core']
const debian = ['chromium', 'xvfb', 'xauth', ...libraries, ...more]

/** How to get Chromium (and, on Linux, a virtual display) where this script may not install it. */
const elsewhere = [
  { there: '/usr/bin/dnf', command: 'sudo dnf install chromium xorg-x11-server-Xvfb' },
  { there: '/usr/bin/pacman', command: 'sudo pacman -S chromium xorg-server-xvfb' },
  { there: '/usr/bin/zypper', command: 'sudo zypper install chromium xvfb-run' },
  { there: '/opt/homebrew/bin/brew', command: 'brew install --cask chromium' },
  { there: '/usr/local/bin/brew', command: 'brew install --cask chromium' },
  { there: 'C:\\Windows', command: 'winget install Hibbiki.Chromium' },
]

async function notInstalled() {
  const { output } = await capture('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\\n', ...debian])
  const installed = new Set(output.split('\n').flatMap((line) => (line.endsWith(' installed') ? [line.split(' ')[0]] : [])))
  return debian.filter((name) => !installed.has(name))
}

/** Installs what is missing on a Debian-like Linux as root; elsewhere says which command would, and goes on. */
export async function providePackages() {
  if (!existsSync('/etc/debian_version')) {
    const command = elsewhere.find(({ there }) => existsSync(there))?.command
    if (command && !chromium()) say(`For the browser tests, run: ${command}`)
    return
  }
  const missing = await notInstalled()
  if (missing.length === 0) return
  const install = ['install', '-y', '--no-install-recommends', ...missing]
  if (process.getuid() !== 0) return say(`For the end-to-end tests, run: sudo apt-get ${install.join(' ')}`)
  say(`Installing Debian packages for the tests: ${missing.join(' ')}.`)
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update'], install]) {
    const { code, output } = await capture('apt-get', args, { env })
    if (code !== 0) return say(`${tail(output, 5)}\n"apt-get ${args[0]}" failed with code ${code}: the tests that need these skip.`)
  }
}

/** The browser that the tests drive, where there is one. */
export function chromium() {
  const given = process.env.NADIR_TEST_CHROMIUM
  return [given, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/Applications/Chromium.app/Contents/MacOS/Chromium'].find(
    (path) => path && existsSync(path),
  )
}
