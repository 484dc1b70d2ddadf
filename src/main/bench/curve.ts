import type { RunDetail } from '../../shared/results'

/** The first screen's sweep, timed as a user waits for it: from start to the last point. */
export interface CurveTime {
  backend: string
  workers: number
  seconds: number
  points: { t: number; worst: number }[]
}

interface CurveTools {
  /** Starts the sweep and stays until it is over. */
  start: () => Promise<RunDetail>
  about: () => Promise<{ name: string; workers: number }>
}

/** Runs a sweep once and takes its time, loading of data included. */
export async function benchCurve(tools: CurveTools): Promise<CurveTime> {
  const run = await tools.start()
  const { name, workers } = await tools.about()
  const points = run.points.map(({ result, worst }) => ({ t: result?.t ?? Number.NaN, worst: worst ?? Number.NaN }))
  return { backend: run.backend ?? name, workers, seconds: run.seconds, points }
}
