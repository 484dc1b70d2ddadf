import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

export const smallestWindow = { width: 1120, height: 700 }
const firstWindow = { width: 1440, height: 900 }
/** Physical pixels of a 4K screen: at a system scale of 100 % its text is too small to read all day. */
const wideScreen = 3840

const placeSchema = z.object({
  position: z.object({ x: z.int(), y: z.int() }).optional(),
  width: z.int().min(smallestWindow.width),
  height: z.int().min(smallestWindow.height),
  maximised: z.boolean().default(false),
  zoom: z.number().min(0.25).max(5).optional(),
})

/** Where the window was left, in the system's own pixels. */
export type WindowPlace = z.output<typeof placeSchema>

export interface Area {
  x: number
  y: number
  width: number
  height: number
}

const fileIn = (folder: string): string => join(folder, 'window.json')

/** Where the window was last; the first size where nothing was kept, or what was kept cannot be used. */
export function readPlace(folder: string): WindowPlace {
  try {
    return placeSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
  } catch {
    return { ...firstWindow, maximised: false }
  }
}

/** Keeps where the window is. A place that cannot be kept is no reason to stop. */
export function writePlace(folder: string, place: WindowPlace): void {
  try {
    const temporary = `${fileIn(folder)}.new`
    writeFileSync(temporary, JSON.stringify(place))
    renameSync(temporary, fileIn(folder))
  } catch {
    return
  }
}

/** The place on the screens that are there now: a window whose title bar would be out of reach goes to the middle. */
export function fitPlace(place: WindowPlace, screens: readonly Area[]): WindowPlace {
  const { position, ...rest } = place
  if (position === undefined) return rest
  const { x, y } = position
  const reachable = screens.some((s) => y >= s.y && y < s.y + s.height - 40 && x + place.width > s.x + 120 && x < s.x + s.width - 120)
  return reachable ? place : rest
}

/** Zoom of a first start: 1.5 on a 4K screen that the system does not scale. */
export function firstZoom(screen: { width: number; scale: number }): number {
  return screen.scale === 1 && screen.width >= wideScreen ? 1.5 : 1
}
