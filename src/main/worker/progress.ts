import { expectedDraws } from '../../shared/sampling'
import type { Progress } from '../../shared/results'
import { attackWork } from '../engine/registry'
import type { Gate } from './gate'
import type { RunJob } from './protocol'

/** A gradient costs about this many evaluations. */
const gradientCost = 3
const interval = 150

/** Counts work against the plan and tells share, pace and time left, at most every 150 ms. */
export function createProgress(
  points: RunJob['points'],
  gate: Gate,
  emit: (progress: Progress) => void,
): {
  begin: (id: string) => void
  doing: (id: string, doing: string, step: number, steps: number, lowest?: number) => void
  spent: (gradients: number, evaluations: number) => void
  end: (id: string) => void
} {
  const cost = new Map(points.map((point) => [point.id, expectedCost(point.design)]))
  const open = points.filter((point) => point.result === undefined)
  let finished = points.length - open.length
  const total = open.reduce((sum, point) => sum + (cost.get(point.id) ?? 0), 0)
  let settled = 0
  let running = 0
  let runningCost = 0
  let current: Progress['current']
  let last = 0
  const began = performance.now()
  const waitedBefore = gate.waited

  const send = (now = false): void => {
    const time = performance.now()
    if (!now && time - last < interval) return
    last = time
    const secondsSoFar = (time - began) / 1000 - (gate.waited - waitedBefore)
    const share = total === 0 ? 1 : Math.min(1, (settled + Math.min(running, runningCost)) / total)
    emit({
      pointsDone: finished,
      pointsTotal: points.length,
      share,
      secondsSoFar,
      ...(share > 0.02 && secondsSoFar > 1 ? { secondsLeft: (secondsSoFar * (1 - share)) / share } : {}),
      ...(current === undefined ? {} : { current }),
    })
  }

  return {
    begin(id) {
      running = 0
      runningCost = cost.get(id) ?? 0
      current = { pointId: id, doing: 'starting', step: 0, steps: 1 }
      send(true)
    },
    doing(id, doing, step, steps, lowest) {
      current = { pointId: id, doing, step, steps, ...(lowest === undefined ? {} : { lowest }) }
      send()
    },
    spent(gradients, evaluations) {
      running += gradients * gradientCost + evaluations
      send()
    },
    end(id) {
      settled += cost.get(id) ?? 0
      running = 0
      runningCost = 0
      finished++
      send(true)
    },
  }
}

function expectedCost(design: RunJob['points'][number]['design']): number {
  const count = (wanted: number | 'all'): number => (wanted === 'all' ? 10_000 : wanted)
  const attack = count(design['data.attack.images'])
  const { passes, searches } = attackWork(design, attack)
  return (passes * gradientCost + searches) * attack + (expectedDraws(design) + 1) * count(design['data.score.images'])
}
