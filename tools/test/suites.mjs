import { mkdtempSync, existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { at, attach, capture, commandOf, nodeBinary, nodeEnvironment, readJson } from '../node.mjs'

const checks = [
  { name: 'format', mend: 'npm run format', command: ['prettier'], args: ['--check', '--log-level', 'warn', '.'] },
  { name: 'lint', mend: 'npm run lint', command: ['eslint'], args: ['--max-warnings', '0', '.'] },
  { name: 'types', mend: 'npm run typecheck', command: ['vue-tsc'], args: ['--noEmit'] },
  {
    name: 'imports point down',
    mend: 'npm run deps',
    command: ['dependency-cruiser', 'depcruise'],
    args: ['--config', '.dependency-cruiser.cjs', 'src'],
  },
]

/** The four checks of the sources, each counted as one test. */
export async function runChecks() {
  const counts = { passed: 0, failed: 0, skipped: [] }
  for (const { name, mend, command, args } of checks) {
    const start = Date.now()
    const { code, output } = await capture(nodeBinary(), [commandOf(...command), ...args], { env: nodeEnvironment() })
    const took = `${((Date.now() - start) / 1000).toFixed(1)} s`
    if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`)
    console.log(code === 0 ? `check ${name}: passed (${took})` : `check ${name}: failed (${took}); alone: ${mend}`)
    counts[code === 0 ? 'passed' : 'failed']++
  }
  return counts
}

/** One Vitest project, its own output shown as it comes. */
export async function runVitest(project, { filters, environment, display }) {
  const folder = mkdtempSync(join(tmpdir(), 'nadir-test-'))
  const file = join(folder, 'counts.json')
  const reporters = ['--reporter=default', `--reporter=${at('tools', 'test', 'reporter.mjs')}`]
  const vitest = [commandOf('vitest'), 'run', '--project', project, '--silent=passed-only', ...reporters, ...filters]
  const [program, ...args] = [...(display ?? []), nodeBinary(), ...vitest]
  try {
    const plain = process.stdout.isTTY ? {} : { NO_COLOR: '1' }
    const env = nodeEnvironment({ ...environment, ...plain, NADIR_TEST_COUNTS: file })
    const code = await attach(program, args, { cwd: at(), env })
    if (!existsSync(file)) {
      console.log(`${project}: ended with code ${code} before its tests were counted`)
      return { passed: 0, failed: 1, skipped: [] }
    }
    const counts = readJson(file)
    if (code !== 0 && counts.failed === 0) {
      console.log(`${project}: ended with code ${code} although no test failed`)
      counts.failed = 1
    }
    return counts
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
