import type { DatasetInfo } from '../../../shared/contract'
import type { Spec } from '../../../shared/spec'
import { fieldText } from '../../../shared/spec-text'
import { count } from '../../../shared/units'
import { wordOf } from './form-layout'

/** The images that accuracy is counted on: MNIST test, 10 000 images. */
export function imagesText(spec: Spec, datasets: readonly DatasetInfo[]): string {
  const set = datasets.find((one) => one.id === spec.fields['data.set'])
  const split = spec.fields['data.score.split'] === 'train' ? 'train' : 'test'
  const images = spec.fields['data.score.images']
  const counted = typeof images === 'number' ? images : set?.images[split]
  return `${set?.label ?? String(spec.fields['data.set'])} ${split}, ${counted === undefined ? 'all' : count(counted)} images`
}

/** What a run was made with, in a few words; the first are the last to go when there is less room. */
export function runFacts(spec: Spec, datasets: readonly DatasetInfo[]): string[] {
  const text = (name: string): string => fieldText(spec, name)
  const swept = (name: string): boolean => spec.axes.some((axis) => axis.field === name)
  return [
    imagesText(spec, datasets),
    `w${text('weights.bits')} a${text('activations.bits')}`,
    ...(swept('device.bitsPerDevice') ? [] : [`${text('device.bitsPerDevice')} bits a device`]),
    ...(swept('mapping.scheme') ? [] : [wordOf(text('mapping.scheme'))]),
    ...(swept('crossbar.rows') || swept('crossbar.columns') ? [] : [`${text('crossbar.rows')} \u00d7 ${text('crossbar.columns')}`]),
  ]
}
