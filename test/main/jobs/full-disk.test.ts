import Database from 'better-sqlite3'
import { expect, it } from 'vitest'
import type { EventMessage } from '../../../src/shared/contract'
import type { Point } from '../../../src/shared/results'
import { createFieldTable } from '../../../src/shared/spec'
import { attackFields, attackWork, certificateCost, checkMethods, trainingParams } from '../../../src/main/engine/registry'
import { datasets } from '../../../src/main/engine/data/datasets'
import { layerShapes } from '../../../src/main/engine/network/zoo'
import { parseModel, serialiseModel } from '../../../src/main/engine/network/model-file'
import { createAnnouncer } from '../../../src/main/jobs/announce'
import { watchBackend } from '../../../src/main/jobs/backend-status'
import { datasetPlace } from '../../../src/main/jobs/dataset-places'
import { createSpeedBook } from '../../../src/main/jobs/estimate'
import { openJobs, type Jobs } from '../../../src/main/jobs/open'
import { openStores, type Stores } from '../../../src/main/store/stores'
import { testFolder, testResources } from '../../support/core'
import { createFakeHost } from '../../support/fake-host'
import { specOf } from '../../support/runs'
import ideal from '../../../src/main/engine/device/presets/ideal'

const full = (): never => {
  throw new Database.SqliteError('database or disk is full', 'SQLITE_FULL')
}

/** Jobs on a data folder whose disk can be filled. */
function jobsOn(dir: string, resources: string): { jobs: Jobs; stores: Stores; fill: (isFull: boolean) => void; events: EventMessage[] } {
  let isFull = false
  const stores = openStores({ dir, resources, codec: { parse: parseModel, serialise: serialiseModel } })
  const { commits } = stores
  const host = createFakeHost()
  const events: EventMessage[] = []
  const emit = (message: EventMessage): void => void events.push(message)
  const jobs = openJobs({
    version: 'test',
    stores: {
      ...stores,
      commits: {
        ...commits,
        succeed: (id, point, result, seconds): Point[] =>
          isFull && point === 'p-0002' ? full() : commits.succeed(id, point, result, seconds),
        end: (id, state, seconds, error) => (isFull ? full() : commits.end(id, state, seconds, error)),
      },
    },
    host,
    backend: watchBackend({ host, settings: stores.settings, workers: 2, backend: undefined, onKnown: () => undefined }),
    engine: { attackWork, certificateCost, checkMethods, trainingParams, layerShapes, datasets },
    speeds: createSpeedBook(stores.settings),
    announce: createAnnouncer(emit, stores.runs),
    emit,
    fields: createFieldTable(attackFields()),
    place: (id) => datasetPlace(id, dir),
    technology: () => ideal,
  })
  return { jobs, stores, events, fill: (now) => (isFull = now) }
}

it('stops the queue when the disk is full, keeps what is done, and goes on when there is room', async () => {
  const [dir, resources] = [testFolder(), testResources()]
  const { jobs, stores, events, fill } = jobsOn(dir, resources)
  const state = (id: string): string => stores.runs.summary(id).state
  const other = openStores({ dir, resources, codec: { parse: parseModel, serialise: serialiseModel } })
  const stored = (id: string): string => other.runs.summary(id).state
  fill(true)
  const spec = specOf({ axes: { 'device.threshold': [0.01, 0.02, 0.03] } })
  const first = jobs.start(spec)
  const second = jobs.start(spec)
  const done = (): number => stores.runs.summary(first.id).pointsDone
  for (let waited = 0; waited < 5000 && done() < 1; waited += 10) await new Promise((resolve) => setTimeout(resolve, 10))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect([done(), stores.runs.summary(second.id).pointsDone]).toEqual([1, 0])
  // Every door is told at once, whatever the database could take.
  expect(stores.runs.detail(first.id)).toMatchObject({ state: 'interrupted', error: { code: 'disk-full' } })
  expect(state(second.id)).toBe('interrupted')
  const told = events.flatMap(({ event, data }) => (event === 'run.changed' && data.summary.id === first.id ? [data.summary] : []))
  expect(told.at(-1)).toMatchObject({ state: 'interrupted', error: { code: 'disk-full' } })

  fill(false)
  // The next heartbeat writes down what could not be written: another process sees it too.
  for (let waited = 0; waited < 5000 && stored(second.id) !== 'interrupted'; waited += 10)
    await new Promise((resolve) => setTimeout(resolve, 10))
  expect([stored(first.id), stored(second.id)]).toEqual(['interrupted', 'interrupted'])
  expect(stores.runs.summary(first.id).error).toMatchObject({ code: 'disk-full', hint: expect.stringContaining('resume') as string })
  jobs.resume(first.id)
  for (let waited = 0; waited < 5000 && state(first.id) !== 'done'; waited += 10) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(stores.runs.summary(first.id)).toMatchObject({ state: 'done', pointsDone: 3 })
  await jobs.close()
  for (const open of [stores, other]) open.close()
})
