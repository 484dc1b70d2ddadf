import { beforeAll, describe, expect, it } from 'vitest'
import { attackOf } from '../../src/main/engine/attack'
import { chooseBackend } from '../../src/main/engine/backend/choose'
import { certificates } from '../../src/main/engine/certify'
import { certifiedAbove } from '../../src/main/engine/certify/define'
import { programmedWith } from '../../src/main/engine/network/quantise'
import { listMethods } from '../../src/main/engine/registry'
import { certifyMethods } from '../../src/shared/certify-fields'
import { tinyProblem } from '../support/tiny'

beforeAll(() => chooseBackend('wasm'))

type Problem = ReturnType<typeof tinyProblem>

/** Leads of the golden images in the set of a problem. */
function leadsOf({ executor, programmed, set, images }: Problem, method: string): Promise<Float64Array> {
  return executor.certify({ low: programmedWith(programmed, set.low), high: programmedWith(programmed, set.high) }, images, method)
}

const certified = (leads: Float64Array): number => leads.filter((lead) => lead > certifiedAbove).length

it('certificates are those the spec names', () => {
  expect(['none', ...certificates.keys()].sort()).toEqual([...certifyMethods].sort())
  expect(
    listMethods()
      .filter(({ kind }) => kind === 'certificate')
      .map(({ id }) => id),
  ).toEqual([...certificates.keys()])
})

describe.each([...certificates])('the certificate %s', (id, certificate) => {
  it('says what it is and what it takes', () => {
    expect([certificate.label, certificate.source, certificate.summary].every((text) => text.length > 2)).toBe(true)
    expect(certificate.cost).toBeGreaterThan(1)
  })

  it('gives the same finite leads each time, higher ones in smaller boxes, and leaves its inputs alone', async () => {
    const [small, large] = [tinyProblem(2e-5), tinyProblem(2e-4)]
    const [leads, wide] = [await leadsOf(small, id), await leadsOf(large, id)]
    expect(leads.every(Number.isFinite)).toBe(true)
    expect(await leadsOf(small, id)).toEqual(leads)
    expect(small.programmed).toEqual(tinyProblem().programmed)
    expect(certified(leads)).toBeGreaterThan(0)
    expect(certified(wide)).toBeLessThan(certified(leads))
    if (id === 'interval') wide.forEach((lead, n) => expect(lead).toBeLessThanOrEqual(leads[n] ?? 0))
  })

  it.each([1e-5, 5e-5, 2e-4])('is above no finding of any search, box of %d', async (radius) => {
    const problem = tinyProblem(radius)
    const floor = (100 * certified(await leadsOf(problem, id))) / problem.images.length
    for (const [name, params] of [
      ['f-lwc', { steps: 3 }],
      ['mi-pgd', { steps: 5 }],
      ['strongest', { budget: 20 }],
    ] as const) {
      const attack = attackOf(name)
      const objective = problem.objective()
      const found = await attack.run({
        ...problem,
        objective,
        params: attack.params.parse(params),
        radius,
        seed: 5,
        report: () => undefined,
      })
      await objective.accuracy(found.z)
      expect(objective.lowest?.accuracy).toBeGreaterThanOrEqual(floor)
    }
  })

  it('holds for the corners of the box, image by image', async () => {
    const problem = tinyProblem(5e-5)
    const { set, executor, programmed, images } = problem
    const leads = await leadsOf(problem, id)
    const safe = images.filter((_, n) => (leads[n] ?? 0) > certifiedAbove)
    for (let corner = 0; corner < 10; corner++) {
      const z = set.zero().map((_, i) => (Math.imul(i + 1, 2654435761 + 2 * corner) & 4096 ? 1 : -1))
      expect(await executor.evaluate(programmedWith(programmed, set.perturbation(z)), safe)).toBe(safe.length)
    }
  })
})

it('lines certify whatever intervals do', async () => {
  for (const radius of [1e-5, 5e-5, 2e-4]) {
    const problem = tinyProblem(radius)
    const [plain, lines] = [await leadsOf(problem, 'interval'), await leadsOf(problem, 'linear')]
    plain.forEach((lead, n) => expect(lines[n]).toBeGreaterThanOrEqual(lead))
  }
})
