/** How numbers look everywhere: no-break space before a unit, true minus sign, three significant digits with an engineering prefix. */
export const nbsp = '\u00a0'
const minus = '\u2212'

/** A number with fixed decimals and a true minus sign. */
export function fixed(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals)
  return value < 0 && Number(text) !== 0 ? minus + text : text
}

/** Accuracy in percent, one decimal in pictures and two in tables; what is not zero never reads as zero. */
export function percent(value: number, decimals = 1): string {
  if (value > 0 && value < 0.5 * 10 ** -decimals) return `< ${(10 ** -decimals).toFixed(decimals)}`
  return fixed(value, decimals)
}

/** A measured share in percent, with two digits of what it lacks to none or all where decimals would round that away. */
export function percentShare(value: number, decimals: number): string {
  const rest = Math.min(value, 100 - value)
  return fixed(value, rest > 0 && rest < 10 ** -decimals ? Math.min(12, Math.ceil(1 - Math.log10(rest))) : decimals)
}

/** A probability in percent, three significant digits; what is not certain never reads as certain. */
export function probability(p: number): string {
  if (p > 0.9995 && p < 1) return '> 99.9'
  return String(Number((p * 100).toPrecision(3))).replace('e-', `e${minus}`)
}

/** A difference with its sign. */
export function signed(value: number, decimals = 1): string {
  const text = Math.abs(value).toFixed(decimals)
  if (Number(text) === 0) return `\u00b1${text}`
  return (value > 0 ? '+' : minus) + text
}

/** A whole number in groups of three. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, nbsp)
}

/** A threshold with four decimals, or three significant digits where four decimals would lose them. */
export function threshold(value: number): string {
  return value !== 0 && Math.abs(value) < 0.001 ? Number(value.toPrecision(3)).toString() : value.toFixed(4)
}

/** Engineering prefixes, the largest first. */
export const prefixes: readonly [number, string][] = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, '\u00b5'],
  [1e-9, 'n'],
  [1e-12, 'p'],
  [1e-15, 'f'],
  [1e-18, 'a'],
]

/** Three significant digits with an engineering prefix: 1.50 kOhm, 25.0 uS. */
export function engineering(value: number, unit = ''): string {
  if (value === 0 || !Number.isFinite(value)) return `${value}${unit ? nbsp + unit : ''}`
  const rounded = Math.abs(Number(value.toPrecision(3)))
  const [scale, prefix] = prefixes.find(([s]) => rounded >= s) ?? [1e-18, 'a']
  return `${value < 0 ? minus : ''}${(rounded / scale).toPrecision(3)}${unit || prefix ? nbsp : ''}${prefix}${unit}`
}

/** An area given in square metres: 0.0542 mm2, 1 200 um2. A prefix counts twice in an area, so these two have to do. */
export function area(squareMetres: number): string {
  const [size, unit] =
    squareMetres >= 0.9995e-8 || squareMetres === 0 ? [squareMetres * 1e6, 'mm\u00b2'] : [squareMetres * 1e12, '\u00b5m\u00b2']
  const rounded = Number(size.toPrecision(3))
  return `${rounded >= 100 ? count(rounded) : rounded.toPrecision(3)}${nbsp}${unit}`
}

/** A duration: 876 ms, 36 s, 4.2 min, 2.1 h. */
export function duration(seconds: number): string {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)}${nbsp}ms`
  if (seconds < 9.995) return `${seconds.toFixed(1)}${nbsp}s`
  if (seconds < 99.5) return `${Math.round(seconds)}${nbsp}s`
  if (seconds < 5970) return `${(seconds / 60).toFixed(1)}${nbsp}min`
  return `${(seconds / 3600).toFixed(1)}${nbsp}h`
}

/** A duration of any size: 75.0 ns, 876 ms, 1.16 s, 4.2 min. */
export function timeSpan(seconds: number): string {
  return seconds < 99.5 ? engineering(seconds, 's') : duration(seconds)
}

/** A long time in its largest round unit: 25 s, 1 h, 1 d, 1 y. */
export function longTime(seconds: number): string {
  const units: [number, string][] = [
    [31_536_000, 'y'],
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
  ]
  const [size, unit] = units.find(([one]) => seconds >= one) ?? [1, 's']
  return `${Number((seconds / size).toPrecision(3))}${nbsp}${unit}`
}

/** A size in memory or on disk, decimal prefixes. */
export function bytes(value: number): string {
  return value < 1000 ? `${Math.round(value)}${nbsp}B` : engineering(value, 'B')
}

const factors: Record<string, number> = {
  T: 1e12,
  G: 1e9,
  M: 1e6,
  k: 1e3,
  K: 1e3,
  m: 1e-3,
  u: 1e-6,
  '\u00b5': 1e-6,
  '\u03bc': 1e-6,
  n: 1e-9,
  p: 1e-12,
  f: 1e-15,
  a: 1e-18,
}

/** Reads engineering input: `1.5k`, `200n`, `0,03` is refused; NaN where it is no number. */
export function parseEngineering(text: string): number {
  const match = /^\s*([+\-\u2212]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([TGMkKmu\u00b5\u03bcnpfa]?)\s*$/.exec(text)
  if (match === null) return Number.NaN
  const value = Number((match[1] ?? '').replace(minus, '-'))
  const factor = factors[match[2] ?? ''] ?? 1
  return factor === 1 ? value : Number((value * factor).toPrecision(15))
}

/** How long ago, in one unit: 4 min, 2 h, 19 d. */
export function age(milliseconds: number): string {
  const minutes = milliseconds / 60_000
  if (minutes < 1) return 'now'
  if (minutes < 60) return `${Math.floor(minutes)}${nbsp}min`
  if (minutes < 1440) return `${Math.floor(minutes / 60)}${nbsp}h`
  return `${Math.floor(minutes / 1440)}${nbsp}d`
}
