/** Markers of curves in order of use: circle, square, triangle, diamond, then the same hollow. */
export const markerSymbols = ['circle', 'rect', 'triangle', 'diamond'] as const

export function markerSymbol(index: number): (typeof markerSymbols)[number] {
  return markerSymbols[index % 4] ?? 'circle'
}

/** From the fifth curve on markers are hollow. */
export function isHollow(index: number): boolean {
  return index % 8 >= 4
}

/** Colour token of a curve, `--c1` to `--c8`, by its order within a view. */
export function curveToken(index: number): `--c${number}` {
  return `--c${(index % 8) + 1}`
}

/** Outline of a marker around a point as SVG path data; `r` is half its width in pixels. */
export function markerPath(index: number, x: number, y: number, r: number): string {
  switch (markerSymbol(index)) {
    case 'circle':
      return `M${x + r} ${y}a${r} ${r} 0 1 1 ${-2 * r} 0a${r} ${r} 0 1 1 ${2 * r} 0z`
    case 'rect':
      return `M${x - r * 0.9} ${y - r * 0.9}h${r * 1.8}v${r * 1.8}h${-r * 1.8}z`
    case 'triangle':
      return `M${x} ${y - r * 1.2}l${r * 1.15} ${r * 2.1}h${-r * 2.3}z`
    case 'diamond':
      return `M${x} ${y - r * 1.3}l${r * 1.3} ${r * 1.3}l${-r * 1.3} ${r * 1.3}l${-r * 1.3} ${-r * 1.3}z`
  }
}
