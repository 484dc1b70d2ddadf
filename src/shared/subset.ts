/** Images of the first search of a point, METHODS 3 "Subset gradients"; each further one sees twice as many. */
export const subsetStart = 250

/** The search goes on to more images while the lowest accuracy falls by more than this, percent points. */
export const subsetTolerance = 1

/** How far above the plain computation the choice of small subsets may leave a point that is not polished or shares nothing, percent points. */
export const subsetNoise = 3

/** Images on which the findings of a point are compared with each other; the lowest is counted on all. */
export const subsetJudges = 1000

/** How many of the searched images each search of a point may see: 250, 500, ... and at last all. */
export function subsetSizes(images: number, subset: 'grow' | 'off'): number[] {
  if (subset !== 'grow') return [images]
  const sizes: number[] = []
  for (let size = subsetStart; size < images; size *= 2) sizes.push(size)
  return [...sizes, images]
}
