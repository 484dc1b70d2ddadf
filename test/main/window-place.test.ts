import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { firstZoom, fitPlace, readPlace, writePlace } from '../../src/main/window-place'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nadir-window-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const place = { position: { x: 40, y: 30 }, width: 1500, height: 950, maximised: true, zoom: 1.25 }
const first = { width: 1440, height: 900, maximised: false }
const screens = [
  { x: 0, y: 0, width: 1920, height: 1040 },
  { x: 1920, y: 0, width: 1920, height: 1040 },
]

test('the window comes back where it was left', () => {
  writePlace(folder, place)
  expect(readPlace(folder)).toEqual(place)
  expect(readdirSync(folder)).toEqual(['window.json'])
})

test.each(['', '{"width":', '{"width": 200, "height": 100}', '{"width": "wide", "height": 900}', 'null'])(
  'what was kept as %j cannot be used: the first size',
  (text) => {
    writeFileSync(join(folder, 'window.json'), text)
    expect(readPlace(folder)).toEqual(first)
  },
)

test('without anything kept, and where nothing can be kept, the first size', () => {
  expect(readPlace(folder)).toEqual(first)
  writePlace(join(folder, 'nowhere'), place)
  expect(readdirSync(folder)).toEqual([])
})

test('a window that lies on a screen stays there, one whose title bar is out of reach goes to the middle', () => {
  expect(fitPlace(place, screens)).toEqual(place)
  expect(fitPlace({ ...place, position: { x: 2000, y: 0 } }, screens).position).toEqual({ x: 2000, y: 0 })
  for (const position of [
    { x: 4000, y: 0 },
    { x: -1450, y: 0 },
    { x: 40, y: -20 },
    { x: 40, y: 1030 },
  ]) {
    expect(fitPlace({ ...place, position }, screens).position).toBeUndefined()
  }
  expect(fitPlace({ ...place, position: { x: 2000, y: 0 } }, screens.slice(0, 1)).position).toBeUndefined()
})

test('only a 4K screen that the system does not scale starts at 1.5', () => {
  expect(firstZoom({ width: 3840, scale: 1 })).toBe(1.5)
  expect(firstZoom({ width: 2560, scale: 1 })).toBe(1)
  expect(firstZoom({ width: 3840, scale: 2 })).toBe(1)
})
