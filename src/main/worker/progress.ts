import type { Design } from '../../shared/fields'
import { expectedDraws } from '../../shared/sampling'
import type { Progress } from '../../shared/results'
import { setSize } from '../../shared/variation'
import { attackWork, certificateCost } from '../engine/registry'
import type { Gate } from './gate'
import type { RunJob } from './protocol'

/** A gradient costs about this many evaluations. */
const gradientCost = 3
const interval = 150

/** Counts work against the plan and tells share, pace and time left, at most every 150 ms. */
export function createProgress(
  families: readonly RunJob['points'][],
  gate: Gate,
  emit: (progress: Progress) => void,
): {
  /** The work that the points of a family share begins. */
  share: (points: RunJob['points']) => void
  begin: (id: string) => void
  doing: (id: string, doing: string, step: number, steps: number, lowest?: number) => void
  spent: (gradients: number, evaluations: number) => void
  certified: (images: number, design: Design) => void
  end: () => void
} {
  const points = families.flat()
  const missing = families.filter((family) => family.some((point) => point.result === undefined))
  const cost = new Map(points.map((point) => [point.id, expectedCost(point.design)]))
  const open = points.filter((point) => point.result === undefined)
  let finished = points.length - open.length
  const total = sum(missing.map(sharedCost)) + sum(open.map((point) => cost.get(point.id) ?? 0))
  let settled = 0
  let running = 0
  let runningCost = 0
  let current: Progress['current']
  let last = 0
  const began = performance.now()
  const waitedBefore = gate.waited

  const settle = (): void => {
    settled += runningCost
    running = 0
    runningCost = 0
  }

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
    share(shared) {
      settle()
      runningCost = sharedCost(shared)
    },
    begin(id) {
      settle()
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
    certified(images, design) {
      running += images * certificateCost(design)
      send()
    },
    end() {
      settle()
      finished++
      send(true)
    },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
const count = (wanted: number | 'all'): number => (wanted === 'all' ? 10_000 : wanted)

/** Work of a point, in evaluated images. */
function expectedCost(design: Design): number {
  const attack = count(design['data.attack.images'])
  const { passes, searches, judges } = attackWork(design, attack)
  const scored = expectedDraws(design) + 1 + certificateCost(design)
  return passes * gradientCost * attack + searches * judges + scored * count(design['data.score.images'])
}

/** Work that the points of a family share: clean accuracy, and the run through all boxes, whose findings are compared. */
function sharedCost(points: RunJob['points']): number {
  const design = points[0]?.design
  if (design === undefined) return 0
  const attack = count(design['data.attack.images'])
  const { curve, judges } = attackWork(design, attack)
  const boxes = new Set(points.map((point) => setSize(point.design))).size
  return count(design['data.score.images']) + (boxes < 2 ? 0 : curve * gradientCost * attack + (curve === 0 ? 0 : boxes * judges))
}
