import { runs } from './0001-runs'
import { settings } from './0002-settings'
import { findings } from './0003-findings'

/** In order: the first makes version 1. One that was released is never edited; a change is a new file. */
export const migrations: readonly string[] = [runs, settings, findings]
