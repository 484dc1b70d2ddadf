import { calibrates, converts, countsDevices, isParasitic } from './converters'
import { box } from './device-math'
import type { Design } from './fields'
import type { Point } from './results'
import { ages, hasReference, mayStick, usesTechnology } from './technology'
import { setSize } from './variation'

/** Fields that leave the perturbed network and the search unchanged, but for the size of the box at most. */
const sizeOnly: ReadonlySet<string> = new Set([
  'device.threshold',
  'device.thresholdUnit',
  // Sets of these scale with their size; that of level does not.
  'variation.zeta',
  'variation.c',
  'device.readNoise',
  // Factors of a chip act on the random chips alone.
  'crossbar.chipVariation',
  'crossbar.chipScope',
  'sampling.draws',
  'sampling.kind',
  'sampling.statistic',
  'sampling.width',
  'sampling.maxDraws',
  'sampling.sigma',
  'certify.method',
])

/** Fields that a part of the array must be there to make anything of. */
const needed: Readonly<Record<string, (design: Design) => boolean>> = {
  // A technology decides what a threshold costs to program, not the box it leaves.
  'device.preset': usesTechnology,
  'device.bitsPerDevice': (design) => movesDevices(design) || isScoped(design),
  'device.driftCompensation': ages,
  'mapping.analogReference': hasReference,
  'variation.rho': isCorrelated,
  'variation.scope': isCorrelated,
  'variation.sigmas': (design) => design['variation.kind'] === 'level',
  'crossbar.rows': (design) => countsDevices(design) || isScoped(design) || ages(design),
  'crossbar.columns': (design) => isParasitic(design) || isScoped(design) || ages(design),
  'crossbar.adcRange': converts,
  'crossbar.adcPercentile': calibrates,
  'crossbar.dacBits': converts,
  'crossbar.sourceResistance': isParasitic,
  'crossbar.neuronResistance': isParasitic,
  'crossbar.wireResistance': (design) => design['crossbar.parasitics'] === 'nodal',
  'device.gMin': (design) => isParasitic(design) || ages(design),
  'device.gMax': (design) => isParasitic(design) || ages(design),
}

function isCorrelated(design: Design): boolean {
  return design['variation.kind'] === 'correlated'
}

/** True where errors are shared by a part of a tile, or searched in one. */
function isScoped(design: Design): boolean {
  return (
    hasReference(design) || (design['attack.tiles'] ?? 'all') !== 'all' || (isCorrelated(design) && design['variation.scope'] !== 'chip')
  )
}

/** True where a search moves single devices, so that slices and signs matter to it. */
export function movesDevices(design: Design): boolean {
  const kind = design['variation.kind']
  return countsDevices(design) || mayStick(design) || ages(design) || kind === 'device' || kind === 'level'
}

/** Fields of the search, the sampling and the certificate: they decide what is found of a design, not what the design is. */
export function isSearchField(name: string): boolean {
  return /^(attack|data\.attack|sampling|certify)\./.test(name) || name === 'seed'
}

/**
 * Points with the same key search the same perturbed network with the same method, in boxes of one shape:
 * same quantised weights, scale, data and forward function (METHODS 3, "Sharing"). Sign-magnitude and differential
 * pairs store the same weights, so they share; the attack's own fields are part of the key, so that a sweep over
 * methods compares the methods. With converters or resistance another array, other slices and another mapping are
 * another forward function, and share nothing. With sharing off, only equal boxes share: they are one computation.
 */
export function familyKey(design: Design): string {
  const parts = Object.entries(design)
    .filter(([name]) => !sizeOnly.has(name) && (needed[name]?.(design) ?? true))
    .map(([name, value]) => [
      name,
      name === 'mapping.scheme' && value !== 'offset' && !movesDevices(design) && !isScoped(design) ? 'signed' : value,
    ])
  const alone = design['attack.sharing'] === 'off' ? [['box', setSize(design)]] : []
  return JSON.stringify([...parts.sort(), ...alone])
}

/** Fields that decide which random chips are drawn inside a box, besides those of its family. */
const samplingFields = [
  'crossbar.chipVariation',
  'crossbar.chipScope',
  'device.preset',
  'device.readNoise',
  'device.gMin',
  'device.gMax',
  'device.bitsPerDevice',
  'mapping.scheme',
  'sampling.draws',
  'sampling.kind',
  'sampling.sigma',
  'sampling.statistic',
  'sampling.width',
  'sampling.maxDraws',
] as const

/** Points of one family with the same key draw the same random chips. */
export function chipsKey(design: Design): string {
  return JSON.stringify([setSize(design), box(design).t, ...samplingFields.map((name) => design[name])])
}

/** Size of a point's set, `setSize` of its design; of the plain box kappa t. */
export function radius({ result }: Point): number {
  return result?.size ?? (result?.kappa ?? 0) * (result?.t ?? 0)
}

/**
 * Lets each point quote the finding of a smaller set inside its own (METHODS 3, "Sharing", step 3), and the floor of a
 * larger one around it: what holds for all errors there holds for these. A box
 * |dW| <= kappa t s contains every one with a smaller kappa t, and so for the other kinds of one size each. Pure: depends on the results, not on when they came.
 */
export function shareFindings(points: readonly Point[], family: (point: Point) => string): Point[] {
  const groups = new Map<string, Point[]>()
  for (const point of points) {
    if (point.result === undefined) continue
    const key = family(point)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [point])
    else group.push(point)
  }
  const derived = new Map<string, Point>()
  for (const group of groups.values()) {
    let best: Point | undefined
    for (const point of [...group].sort((a, b) => radius(a) - radius(b) || a.index - b.index)) {
      const own = point.result?.worstOwn ?? 100
      if (best === undefined || own <= (best.result?.worstOwn ?? 100)) best = point
      const worst = best.result?.worstOwn ?? own
      derived.set(point.id, best.id === point.id ? { ...point, worst } : { ...point, worst, carriedFrom: best.id })
    }
    for (const [point, from] of floorsOf(group)) {
      const found = derived.get(point.id)
      const floor = from.result?.certificate?.accuracy
      if (found === undefined || floor === undefined) continue
      derived.set(point.id, from === point ? { ...found, floor } : { ...found, floor, floorFrom: from.id })
    }
  }
  return points.map((point) => derived.get(point.id) ?? point)
}

/** Whose certificate gives each point its floor: the highest of all sets that contain its own, its own where that is as high. */
function floorsOf(group: readonly Point[]): [Point, Point][] {
  const height = ({ result }: Point): number => result?.certificate?.accuracy ?? -1
  const falling = [...group].sort((a, b) => radius(b) - radius(a) || height(b) - height(a) || a.index - b.index)
  let best: Point | undefined
  return falling.flatMap((point): [Point, Point][] => {
    if (best === undefined || height(point) > height(best)) best = point
    return height(best) < 0 ? [] : [[point, height(point) === height(best) ? point : best]]
  })
}
