import { expect, test } from 'vitest'
import { runDocument, savedRunDocument } from '../../../src/main/cli/terminal/run-document'
import { runText } from '../../../src/main/cli/terminal/run-text'
import { detailOf } from '../../support/runs'

const plain = detailOf({ id: 'r-00001', spec: { axes: { 'device.threshold': [0.001, 0.002] } } })
const why = 'Columns are converted.'
const floors = [37.5, 0]
const certified = {
  ...plain,
  points: plain.points.map((point, i) => ({
    ...point,
    floor: floors[i] ?? 0,
    ...(point.result && {
      result: {
        ...point.result,
        certificate: { method: 'interval', accuracy: floors[i] ?? 0, images: 8, vacuous: i === 1, ...(i === 1 ? { why } : {}) },
      },
    }),
  })),
}

test('a run with floors has a column of them, says vacuous, and why nothing could be bounded', () => {
  const text = runText(certified, [])
  expect(text).toMatch(/Certified floor % +Worst found %/)
  expect(text).toMatch(/ 37\.50 /)
  expect(text).toMatch(/ vacuous /)
  expect(text).toContain(`No floor is certified. ${why}`)
  expect(runText(plain, [])).not.toMatch(/floor/i)
})

test('its JSON has the floor of each point, and a saved one its certificate', () => {
  expect(runDocument(certified).points.map(({ floor }) => floor)).toEqual(floors)
  expect(savedRunDocument(certified).points[1]?.certificate).toMatchObject({ vacuous: true, why })
  expect(runDocument(plain).points[0]).not.toHaveProperty('floor')
})
