import type { ChartTokens } from './tokens'

/** The few drawing elements that layers are made of, in the form ECharts' custom series take them. */
export type Shape =
  | { type: 'rect'; shape: { x: number; y: number; width: number; height: number }; style: ShapeStyle }
  | { type: 'polyline' | 'polygon'; shape: { points: [number, number][] }; style: ShapeStyle }
  | { type: 'circle'; shape: { cx: number; cy: number; r: number }; style: ShapeStyle }
  | { type: 'path'; shape: { pathData: string }; style: ShapeStyle }
  | { type: 'text'; x: number; y: number; style: TextStyle }

export interface ShapeStyle {
  fill?: string
  stroke?: string
  lineWidth?: number
  lineDash?: number[]
  opacity?: number
}

export interface TextStyle {
  text: string
  fill: string
  font: string
  align: 'left' | 'center' | 'right'
  verticalAlign: 'middle'
  stroke?: string
  lineWidth?: number
}

/** A straight or broken line, half a pixel off so that hairlines are sharp. */
export function line(points: [number, number][], stroke: string, lineWidth = 1, lineDash?: number[]): Shape {
  return {
    type: 'polyline',
    shape: { points },
    style: { stroke, lineWidth, fill: 'none', ...(lineDash === undefined ? {} : { lineDash }) },
  }
}

export function box(x: number, y: number, width: number, height: number, style: ShapeStyle): Shape {
  return { type: 'rect', shape: { x, y, width, height }, style }
}

export const sharp = (value: number): number => Math.round(value) + 0.5

export interface TextOptions {
  weight?: number
  align?: TextStyle['align']
  mono?: boolean
  /** Keeps what lies under the text from showing between its letters. */
  halo?: boolean
}

/** Text of 11 px, centred on y. */
export function text(tokens: ChartTokens, x: number, y: number, words: string, fill: string, options: TextOptions = {}): Shape {
  const face = options.mono ? tokens.mono : tokens.sans
  return {
    type: 'text',
    x,
    y,
    style: {
      text: words,
      fill,
      font: `${options.weight ?? 420} ${options.mono ? 11.5 : 11}px ${face}`,
      align: options.align ?? 'left',
      verticalAlign: 'middle',
      ...(options.halo ? { stroke: tokens.raised, lineWidth: 4 } : {}),
    },
  }
}
