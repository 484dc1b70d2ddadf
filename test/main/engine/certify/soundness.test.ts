import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { chooseBackend } from '../../../../src/main/engine/backend/choose'
import { imageBounds, lowerBound } from '../../../../src/main/engine/certify/bounds/backward'
import { refineDense } from '../../../../src/main/engine/certify/bounds/refine'
import { propagate, valueAt } from '../../../../src/main/engine/certify/bounds/propagate'
import interval from '../../../../src/main/engine/certify/interval'
import linear from '../../../../src/main/engine/certify/linear'
import { batchOf, chipOf, images, logitsOf, smallNetworks, type Small } from './small'

beforeAll(() => chooseBackend('cpu'))

const chips = 40

/** Lowest margin and lowest and highest logits that chips of the box reach in float32, of each image. */
function reached(small: Small): { margins: number[]; low: number[]; high: number[] } {
  const { classes } = small.network
  const found = {
    margins: Array.from({ length: images }, () => Infinity),
    low: Array.from({ length: images * classes }, () => Infinity),
    high: Array.from({ length: images * classes }, () => -Infinity),
  }
  for (let chip = 0; chip < chips; chip++) {
    const logits = logitsOf(small, chipOf(small, chip % 2 === 0))
    logits.forEach((logit, i) => {
      found.low[i] = Math.min(found.low[i] ?? 0, logit)
      found.high[i] = Math.max(found.high[i] ?? 0, logit)
      const [n, j] = [Math.floor(i / classes), i % classes]
      const label = small.labels[n] ?? 0
      if (j !== label) found.margins[n] = Math.min(found.margins[n] ?? 0, (logits[n * classes + label] ?? 0) - logit)
    })
  }
  return found
}

describe('bounds of random networks in random boxes', () => {
  it('hold for every chip of the box, as the float32 network computes it', () => {
    fc.assert(
      fc.property(smallNetworks, (small) => {
        const { network, images: exact } = batchOf(small)
        const bounds = propagate(network, exact)
        const seen = reached(small)
        const { classes } = small.network
        const check = (): void => {
          const logits = valueAt(bounds.values, network.steps.length)
          for (let i = 0; i < images * classes; i++) {
            const [n, j] = [Math.floor(i / classes), i % classes]
            expect(logits.data[j * images + n]).toBeLessThanOrEqual(seen.low[i] ?? 0)
            expect(logits.data[(classes + 1 + j) * images + n]).toBeGreaterThanOrEqual(seen.high[i] ?? 0)
            const known = imageBounds(network, bounds, n)
            for (const sign of [1, -1]) {
              const A = new Float64Array(classes + 1)
              A[j] = sign
              const bound = lowerBound(known, network.steps.length - 1, A)
              expect(bound).toBeLessThanOrEqual((sign > 0 ? seen.low[i] : -(seen.high[i] ?? 0)) ?? 0)
            }
          }
        }
        check()
        refineDense(network, bounds, [...Array(images).keys()], 2)
        check()
      }),
      { numRuns: 60 },
    )
  })

  it('certify no image that a chip answers wrong, and by lines never less than by intervals', () => {
    fc.assert(
      fc.property(smallNetworks, (small) => {
        const batch = batchOf(small)
        const [plain, lines] = [interval.leads(batch), linear.leads(batch)]
        const { margins } = reached(small)
        for (let n = 0; n < images; n++) {
          expect(lines[n]).toBeGreaterThanOrEqual(plain[n] ?? 0)
          if ((margins[n] ?? 0) <= 0) expect(lines[n]).toBeLessThanOrEqual(0)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('close in on the network itself where nothing errs', () => {
    fc.assert(
      fc.property(smallNetworks, (small) => {
        const exact = { ...small, low: small.values, high: small.values }
        const { network, images: pixels } = batchOf(exact, false)
        const logits = valueAt(propagate(network, pixels).values, network.steps.length)
        const { classes } = small.network
        for (let i = 0; i < images * classes; i++) {
          const at = (i % classes) * images + Math.floor(i / classes)
          expect(logits.data[at]).toBeCloseTo(logits.data[(classes + 1) * images + at] ?? 0, 9)
        }
      }),
      { numRuns: 20 },
    )
  })
})
