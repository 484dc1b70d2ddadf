import type { PointProgramming } from './results'
import { count, nbsp, percent } from './units'

/** A share of chips as a percentage that does not round to none or to all. */
export function chipShare(share: number): string {
  if (share > 0 && share < 0.0005) return `<${nbsp}0.1${nbsp}%`
  if (share < 1 && share > 0.9995) return `>${nbsp}99.9${nbsp}%`
  return `${percent(100 * share)}${nbsp}%`
}

/** How likely chips are for which a worst case holds: those without a device that write-verify left outside its threshold. */
export function wholeChips({ whole }: Pick<PointProgramming, 'whole'>): string {
  const { probability, low, high } = whole
  return low === high ? chipShare(probability) : `${chipShare(probability)} (${chipShare(low)} to ${chipShare(high)})`
}

/** The same in a sentence, with what it rests on. */
export function wholeChipsText(programming: PointProgramming): string {
  const { technology, sample, failures, devices, whole } = programming
  const left = failures === 0 ? 'none' : count(failures)
  const open = whole.low < 0.001 && whole.high > 0.999 ? '; so few devices cannot say more: program more of them on the Devices page' : ''
  return `It holds for chips whose devices all ended inside the threshold. Of ${count(sample)} devices of ${technology} put through write-verify ${left} ended outside, so ${wholeChips(programming)} of chips with ${count(devices)} devices are such${open}.`
}
