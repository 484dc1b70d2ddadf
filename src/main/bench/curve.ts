import type { RunDetail } from '../../shared/results'

/** The first screen's sweep, timed as a user waits for it: from start to the last point. */
export interface CurveTime {
  backend: string
  workers: number
  seconds: number
  points: number
}

interface CurveTools {
  /** Starts the sweep and stays until it is over. */
  start: () => Promise<RunDetail>
  about: () => Promise<{ name: string; workers: number }>
}

/** Runs the default sweep once and takes its time, loading of backend and data included. */
export async function benchCurve(tools: CurveTools): Promise<CurveTime> {
  const began = performance.now()
  const run = await tools.start()
  const seconds = (performance.now() - began) / 1000
  const { name, workers } = await tools.about()
  return { backend: name, workers, seconds, points: run.pointsDone }
}
