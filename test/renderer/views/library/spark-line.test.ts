// @vitest-environment happy-dom
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import SparkLine from '../../../../src/renderer/views/library/SparkLine.vue'
import { summaryOf } from '../../../support/runs'

const spark: [number, number][] = [
  [0.01, 96],
  [0.02, 70],
]
const drawn = (axes: Record<string, unknown>) =>
  mount(SparkLine, { props: { run: summaryOf({ id: 'r-00001', spec: { axes }, spark }), accuracySpec: 90 } })

describe('the small picture of a run', () => {
  it('says of how many curves it shows the first', () => {
    const thresholds = { 'device.threshold': [0.01, 0.02] }
    expect(drawn(thresholds).text()).toBe('')
    expect(drawn({ ...thresholds, model: ['lenet-w4a4', 'lenet-w4a4-adv'], 'weights.bits': [2, 4] }).text()).toBe('1 of 4')
  })
})
