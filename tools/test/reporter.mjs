// Counts for the closing line. Vitest's own JSON report leaves out why a test was skipped, and errors outside tests.
import { writeFileSync } from 'node:fs'

export default class Counts {
  onTestRunEnd(modules, unhandled) {
    const counts = { passed: 0, failed: unhandled.length > 0 ? 1 : 0, skipped: [] }
    for (const module of modules) {
      if (module.errors().length > 0) counts.failed++
      // A failing set-up hook leaves its tests skipped: the failure is the suite's.
      for (const suite of module.children.allSuites()) if (suite.errors().length > 0) counts.failed++
      for (const test of module.children.allTests()) count(counts, test, module)
    }
    writeFileSync(process.env.NADIR_TEST_COUNTS, JSON.stringify(counts))
  }
}

function count(counts, test, module) {
  const result = test.result()
  if (result.state === 'passed') counts.passed++
  else if (result.state === 'failed') counts.failed++
  else counts.skipped.push(`${module.relativeModuleId} > ${test.fullName}: ${result.note ?? reasons[test.options.mode]}`)
}

const reasons = { run: 'never reached, its file or a hook failed', skip: 'no reason given', todo: 'still to be written' }
