/** The colours and faces that charts draw with, as the style sheet has them now. */
export interface ChartTokens {
  ink: string
  ink2: string
  inkMuted: string
  lineStrong: string
  grid: string
  raised: string
  pass: string
  near: string
  fail: string
  passZone: string
  nearZone: string
  failZone: string
  reference: string
  band: string
  curves: readonly string[]
  /** From low to high. */
  sequence: readonly string[]
  sans: string
  mono: string
}

/** Reads the tokens off the page. */
export function readTokens(): ChartTokens {
  const style = getComputedStyle(document.documentElement)
  const get = (name: string): string => style.getPropertyValue(name).trim()
  return {
    ink: get('--ink'),
    ink2: get('--ink-2'),
    inkMuted: get('--ink-muted'),
    lineStrong: get('--line-strong'),
    grid: get('--grid'),
    raised: get('--raised'),
    pass: get('--pass'),
    near: get('--near'),
    fail: get('--fail'),
    passZone: get('--pass-zone'),
    nearZone: get('--near-zone'),
    failZone: get('--fail-zone'),
    reference: get('--ref'),
    band: get('--band'),
    curves: [1, 2, 3, 4, 5, 6, 7, 8].map((i) => get(`--c${i}`)),
    sequence: [0, 1, 2, 3, 4, 5, 6].map((i) => get(`--s${i}`)),
    sans: get('--sans'),
    mono: get('--mono'),
  }
}

/** Colour of a curve by its order in the view. */
export function curveColour(tokens: ChartTokens, index: number): string {
  return tokens.curves[index % tokens.curves.length] ?? tokens.ink
}
