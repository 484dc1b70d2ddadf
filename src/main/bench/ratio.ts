import { mean } from '../../shared/stats'
import type { CurveTime } from './curve'
import type { EngineSpeed } from './engine'
import type { PeerCurve } from './peer'

/** One figure of ours against the peer's, measured before and after it in one run. */
export interface Ratio {
  what: string
  ours: number
  peer: number
  /** Ours over the peer's as speeds: above 1 is faster. */
  ratio: number
  target: number
}

/** A loop's speed against the peer's; ours is the fastest backend's, as mean of both times. */
export function speedRatio(
  network: string,
  loop: 'train' | 'evaluate' | 'gradient' | 'montecarlo',
  speeds: EngineSpeed[],
  peer: number,
  target: number,
): Ratio {
  const backends = new Set(speeds.map(({ backend }) => backend))
  const means = [...backends].map((backend) => ({
    backend,
    speed: mean(speeds.filter((speed) => speed.network === network && speed.backend === backend).map((speed) => speed[loop])),
  }))
  const best = means.filter(({ speed }) => Number.isFinite(speed)).sort((a, b) => b.speed - a.speed)[0]
  if (best === undefined) throw new Error(`${network} was not measured`)
  return { what: `${network}, ${loop}, ${best.backend}`, ours: best.speed, peer, ratio: best.speed / peer, target }
}

/** The default curve against the peer's plain computation, and by how many points any of ours is weaker than its own. */
export function curveRatio(ours: CurveTime[], peer: PeerCurve, target: number): Ratio & { weaker: number } {
  const seconds = mean(ours.map((curve) => curve.seconds))
  const weaker = Math.max(
    ...ours.flatMap(({ points }) =>
      points.map(({ t, worst }) => worst - (peer.points.find((point) => Math.abs(point.t - t) < 1e-9)?.worst ?? Number.NaN)),
    ),
  )
  return {
    what: `default curve, ${ours[0]?.backend ?? ''}, s`,
    ours: seconds,
    peer: peer.seconds,
    ratio: peer.seconds / seconds,
    target,
    weaker,
  }
}
