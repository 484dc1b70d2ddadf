import { expect, it } from 'vitest'
import { runName } from '../../../src/main/jobs/run-name'
import { specOf } from '../../support/runs'

it.each([
  [{}, 'lenet-w4a4 at threshold 0.03'],
  [{ axes: { 'device.threshold': { from: 0.005, to: 0.04, steps: 8 } } }, 'lenet-w4a4, threshold 0.005 to 0.04'],
  [{ axes: { model: ['a', 'b'], 'device.threshold': [0.01, 0.02, 0.03, 0.05] } }, 'a / b, threshold 0.01 to 0.05'],
  [{ axes: { model: ['a', 'b', 'c', 'd'], 'device.bitsPerDevice': [1, 2] } }, 'a / b and 2 more, bits per device 1 / 2'],
  [{ axes: { 'data.score.images': [100, 1000] } }, 'lenet-w4a4, score images 100 / 1000'],
  [{ axes: { 'device.time': [25, 3600, 86_400, 31_536_000] } }, 'lenet-w4a4, age 25\u00a0s to 1\u00a0y'],
])('names a run after what makes it its own', (parts, name) => {
  expect(runName(specOf(parts))).toBe(name)
})

it('keeps a name within what a door may give', () => {
  const long = Array.from({ length: 3 }, (_, i) => `${'long'.repeat(40)}-${i}`)
  expect(runName(specOf({ axes: { model: long } }))).toHaveLength(200)
})
