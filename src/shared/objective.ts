import { NadirError } from './errors'
import { metricIds, metrics, type MetricId } from './metrics'
import { area, count, engineering, nbsp, parseEngineering, percentShare, prefixes, timeSpan } from './units'
import { costVerdict, verdictOf, yieldVerdict, type Verdict } from './verdict'

/** One demand on a design: a number, the side that passes, and its limit. */
export interface Objective {
  metric: MetricId
  /** Accuracy that a chip must reach to count for the yield, percent. */
  level?: number
  /** In the unit of the metric. */
  limit: number
}

const hint = `An objective is METRIC >= NUMBER or METRIC <= NUMBER, several joined by "and": worst >= 90 and time <= 10 ms. The metrics are ${metricIds.join(', ')}; a yield names its accuracy, as yield(90) >= 99.9.`

/** Longest list of objectives that is taken. */
const most = 12

/** Reads objectives as they are written, joined by `and`. Throws bad-value with what was expected, out-of-range. */
export function parseObjectives(text: string): Objective[] {
  const parts = text.split(/\s+and\s+/i)
  if (parts.length > most) throw new NadirError('bad-value', `At most ${most} objectives are taken, not ${parts.length}.`, { hint })
  return parts.map(parseObjective)
}

/** Reads one. Throws as `parseObjectives`. */
export function parseObjective(text: string): Objective {
  const match = /^\s*([a-z][a-z0-9]*)\s*(?:\(\s*([^()]*?)\s*%?\s*\))?\s*(>=|<=|≥|≤|[<>=]+)\s*(.*?)\s*$/i.exec(text)
  if (match === null) throw refusal(text, 'expected METRIC >= NUMBER')
  const [, name = '', level, sign = '', written = ''] = match
  const metric = metricIds.find((id) => id === name.toLowerCase())
  if (metric === undefined) throw refusal(text, `there is no metric ${name}`)
  const op = sign === '≥' ? '>=' : sign === '≤' ? '<=' : sign
  if (op !== metrics[metric].op) throw refusal(text, `${metric} takes ${metrics[metric].op}, not ${sign}`)
  const limit = readLimit(metric, written)
  if (Number.isNaN(limit)) throw refusal(text, `${JSON.stringify(written)} is not ${expected(metric)}`)
  checkRange(text, metric, limit)
  if (metric !== 'yield') {
    if (level !== undefined) throw refusal(text, `${metric} takes nothing in brackets`)
    return { metric, limit }
  }
  const accuracy = level === undefined || level === '' ? Number.NaN : Number(level)
  if (Number.isNaN(accuracy)) throw refusal(text, 'a yield names the accuracy a chip must reach, as yield(90)')
  checkRange(text, metric, accuracy)
  return { metric, level: accuracy, limit }
}

function refusal(text: string, why: string): NadirError {
  return new NadirError('bad-value', `The objective ${JSON.stringify(text.trim())} cannot be read: ${why}.`, { hint })
}

function checkRange(text: string, metric: MetricId, value: number): void {
  const inside = metrics[metric].unit === '%' ? value >= 0 && value <= 100 : value > 0 && Number.isFinite(value)
  if (inside) return
  throw new NadirError('out-of-range', `The objective ${JSON.stringify(text.trim())} is out of range: expected ${expected(metric)}.`, {
    hint,
  })
}

/** What a limit may be, in words. */
export function expected(metric: MetricId): string {
  switch (metrics[metric].unit) {
    case '%':
      return 'a percentage from 0 to 100'
    case 's':
      return 'a time above zero, as 10 ms, 1.5 s or 2 min'
    case 'J':
      return 'an energy above zero, as 2 uJ'
    case 'm2':
      return 'an area above zero with its unit, as 0.5 mm2 or 800 um2'
    case '':
      return 'a number above zero, as 100k'
  }
}

const times: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600 }
const areas: Readonly<Record<string, number>> = { um: 1e-12, '\u00b5m': 1e-12, '\u03bcm': 1e-12, mm: 1e-6, cm: 1e-4, m: 1 }

/** A limit in the metric's unit; NaN where it is none. */
function readLimit(metric: MetricId, text: string): number {
  switch (metrics[metric].unit) {
    case '%':
      return plain(text.replace(/\s*%$/, ''))
    case 's': {
      const [, number = text, unit = 's'] = /^(.*?)\s*(s|min|h)$/.exec(text) ?? []
      const scale = times[unit] ?? 1
      return scale === 1 ? parseEngineering(number) : plain(number) * scale
    }
    case 'J':
      return parseEngineering(text.replace(/\s*J$/, ''))
    case 'm2': {
      const [, number = '', unit = ''] = /^(.*?)\s*([umc\u00b5\u03bc]?m)(?:2|\u00b2)$/.exec(text) ?? []
      return Number((plain(number) * (areas[unit] ?? Number.NaN)).toPrecision(15))
    }
    case '':
      return parseEngineering(text)
  }
}

/** A number without a prefix. */
function plain(text: string): number {
  return /[a-z]$/i.test(text.trim()) ? Number.NaN : parseEngineering(text)
}

/** An objective as it is written: what `parseObjective` reads as the same again. */
export function objectiveText({ metric, level, limit }: Objective): string {
  const { op } = metrics[metric]
  return `${metric}${level === undefined ? '' : `(${level})`} ${op} ${limitText(metric, limit)}`
}

/** Its name without the limit, by which what was measured is kept: `worst`, `yield(90)`. */
export function objectiveKey({ metric, level }: Objective): string {
  return level === undefined ? metric : `${metric}(${level})`
}

/** A limit as it is typed, with its unit; percent and counts are plain. */
export function limitText(metric: MetricId, limit: number): string {
  const { unit } = metrics[metric]
  if (unit === '%' || unit === '') return String(limit)
  if (unit === 'm2') return `${exact(limit * 1e6)} mm2`
  const [scale, prefix] = prefixes.find(([s]) => limit >= s * (1 - 1e-12)) ?? [1, '']
  return `${exact(limit / scale)} ${prefix === '\u00b5' ? 'u' : prefix}${unit}`
}

const exact = (value: number): number => Number(value.toPrecision(12))

/** A measured value as it is read, with its unit. */
export function measuredText(metric: MetricId, value: number): string {
  switch (metrics[metric].unit) {
    case '%':
      return `${percentShare(value, 2)}${nbsp}%`
    case 's':
      return timeSpan(value)
    case 'J':
      return engineering(value, 'J')
    case 'm2':
      return area(value)
    case '':
      return count(value)
  }
}

/** How a measured value stands to an objective. */
export function judge({ metric, limit }: Objective, measured: number): Verdict {
  if (metric === 'yield') return yieldVerdict(measured, limit)
  return metrics[metric].op === '>=' ? verdictOf(measured, limit) : costVerdict(measured, limit)
}
