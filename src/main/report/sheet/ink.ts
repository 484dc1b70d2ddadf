/** Colours of the printed sheet, in the order of curves; markers differ too, so that a grey print stays readable. */
export const curveInks = ['#2566bf', '#ce735b', '#0b5d4a', '#631281', '#7e6808', '#a53481', '#4796a9', '#2e3641'] as const

export const inks = {
  paper: '#ffffff',
  text: '#000000',
  second: '#1c1c1c',
  muted: '#454545',
  line: '#d4d4d4',
  axis: '#8a8a8a',
  grid: '#e6e6e6',
  reference: '#5a5a5a',
  band: '#0000001c',
  passZone: '#0000000a',
  pass: '#08704f',
  near: '#7a4e00',
  fail: '#a3201a',
} as const

export function curveInk(index: number): string {
  return curveInks[index % curveInks.length] ?? inks.text
}
