import type { CertifiedThresholds, LargestCertified } from '../../../shared/certify'
import { count } from '../../../shared/units'
import { table } from './table'

/** Characters of the drawn axis. */
const axisWidth = 40

/** One row a model: the largest certified threshold by each method, and where that lies on a logarithmic axis. */
export function certifiedText(found: readonly CertifiedThresholds[]): string {
  const [first] = found
  if (first === undefined) return 'No models.'
  const methods = [...new Set(found.flatMap((one) => one.methods.map(({ method }) => method)))]
  const rows = found.map((one) => [
    one.model,
    ...methods.map((method) => largestText(one.methods.find((known) => known.method === method))),
    axis(one),
  ])
  const columns = [
    { title: 'Model' },
    ...methods.map((method) => ({ title: method === 'interval' ? 'Interval t' : 'Linear t', numeric: true })),
    { title: `${first.from}${' '.repeat(axisWidth - `${first.from}${first.to}`.length)}${first.to}` },
  ]
  const why = new Set(found.flatMap((one) => one.why ?? []))
  return [
    `Largest threshold (share of the window) at which ${first.at} % of ${count(first.images)} images are certified, whatever the chip.`,
    table(columns, rows),
    ...(methods.length > 0
      ? [`Logarithmic axis: ${methods.map((method) => `${inks[method]} ${method}`).join(', ')}, . not certified.`]
      : []),
    ...[...why].map((sentence) => `Nothing is certified. ${sentence}`),
  ].join('\n')
}

const inks = { interval: '=', linear: '-' } as const

function largestText(found: LargestCertified | undefined): string {
  if (found === undefined) return 'none'
  const { t, above } = found
  if (t === undefined) return `< ${short(above ?? 0)}`
  return above === undefined ? `>= ${short(t)}` : short(t)
}

const short = (t: number): string => String(Number(t.toPrecision(3)))

/** How far along the axis each method certifies, the looser one drawn over the tighter. */
function axis({ from, to, methods }: CertifiedThresholds): string {
  const cells = Array.from({ length: axisWidth }, () => '.')
  for (const { method, t } of [...methods].reverse()) {
    if (t === undefined) continue
    const reach = Math.max(1, Math.round((axisWidth * Math.log(t / from)) / Math.log(to / from)))
    cells.fill(inks[method], 0, reach)
  }
  return cells.join('')
}
