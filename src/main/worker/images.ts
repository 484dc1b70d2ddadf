import { NadirError } from '../../shared/errors'
import type { Design } from '../../shared/fields'
import { CounterRandom } from '../../shared/rng'
import { subsetJudges } from '../../shared/subset'
import type { Dataset } from '../engine/data/datasets'
import { searchSizes } from '../engine/registry'

/** What is searched: places of images in their data set, train before test. */
interface Searched {
  attack: Uint32Array
}

/** All images of a split, or some drawn from it by the seed, ascending. */
export function imagesOf(dataset: Dataset, split: 'train' | 'test', wanted: number | 'all', seed: number): Uint32Array {
  const { train, test } = dataset.definition.images
  const first = split === 'train' ? 0 : train
  const length = split === 'train' ? train : test
  if (wanted === 'all' || wanted === length) return Uint32Array.from({ length }, (_, i) => first + i)
  if (wanted > length) {
    throw new NadirError('out-of-range', `${wanted} images are asked for; the ${split} split of ${dataset.definition.id} has ${length}.`, {
      hint: `Use at most ${length}, or all.`,
    })
  }
  return new CounterRandom(seed, 'subset')
    .permutation(length, split === 'train' ? 0 : 1)
    .slice(0, wanted)
    .sort()
    .map((i) => first + i)
}

export function sameImages(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((image, i) => image === b[i])
}

/** Images that the worst chip found is tried on beside those it was searched on, where those are as many. */
const heldOutImages = 2000

export function heldOutOf(dataset: Dataset, design: Design, searched: number): Uint32Array {
  const split = otherSplit(design['data.attack.split'])
  return imagesOf(dataset, split, Math.min(heldOutImages, searched, dataset.definition.images[split]), design.seed)
}

/** The split that a search sees nothing of. */
export function otherSplit(split: 'train' | 'test'): 'train' | 'test' {
  return split === 'test' ? 'train' : 'test'
}

/**
 * The images that the searches of a design see one after the other: nested random subsets, keyed by the seed, and at
 * last all of them (METHODS 3, "Subset gradients"). All at once where the design or its search asks for no subsets.
 */
export function subsetsOf(family: Searched, design: Design): Uint32Array[] {
  const { attack } = family
  const sizes = searchSizes(design, attack.length)
  if (sizes.length === 1) return [attack]
  const order = orderOf(family, design)
  return sizes.map((size) => (size === attack.length ? attack : placesOf(attack, order.slice(0, size))))
}

/**
 * The images on which the findings of a point are compared: the last ones of the order of which the subsets are the
 * first, so that a small subset is judged on images it has not seen. All where nothing is searched on a subset.
 */
export function judgesOf(family: Searched, design: Design): Uint32Array {
  const { attack } = family
  if (searchSizes(design, attack.length).length === 1 || attack.length <= subsetJudges) return attack
  return placesOf(attack, orderOf(family, design).slice(-subsetJudges))
}

function orderOf({ attack }: Searched, { seed }: Design): Uint32Array {
  return new CounterRandom(seed, 'subset').permutation(attack.length, 2)
}

/** Images at some places of a list, in the order of the list. */
function placesOf(images: Uint32Array, places: Uint32Array): Uint32Array {
  return places.sort().map((place) => images[place] ?? 0)
}
