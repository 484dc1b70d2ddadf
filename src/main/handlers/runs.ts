import { parseFilter } from '../../shared/filter'
import type { HandlerContext, HandlersOf } from './context'
import { findAgain } from './find'
import { readSpec } from './read-spec'

/** Longest name the contract lets a door give. */
const nameLength = 200

export function runHandlers({ stores, jobs, fields, announce }: HandlerContext): HandlersOf<'runs'> {
  const { runs, edits, ownership } = stores
  const summaries = (ids: readonly string[]): ReturnType<typeof runs.summary>[] => ids.map((id) => runs.summary(id))
  const infos = [...fields.values()].map(({ info }) => info)

  return {
    'runs.start': ({ spec, name, saved }) => jobs.start(readSpec(fields, spec, [], saved), name),
    'runs.list': ({ filter, deleted }) => {
      const passes = filter.trim() === '' ? () => true : parseFilter(filter, { fields: infos, now: stores.now })
      return runs.list(deleted).filter(passes)
    },
    'runs.get': ({ id }) => runs.detail(id),
    'runs.pause': ({ id }) => jobs.tell(id, 'pause'),
    'runs.continue': ({ id }) => jobs.tell(id, 'continue'),
    'runs.cancel': ({ id }) => jobs.tell(id, 'cancel'),
    'runs.resume': ({ id }) => jobs.resume(id),
    'runs.rerun': ({ id }) => {
      const run = runs.summary(id)
      const again = (run.name.startsWith('again: ') ? run.name : `again: ${run.name}`).slice(0, nameLength)
      return findAgain({ jobs }, run, again) ?? jobs.start(readSpec(fields, { ...run.spec }, [], true), again)
    },
    'runs.update': ({ ids, ...change }) => {
      edits.update(ids, change)
      for (const id of ids) announce.run(id)
      return summaries(ids)
    },
    'runs.delete': async ({ ids }) => {
      const given = [...new Set(ids)]
      // All must be there before any is touched.
      const active = given.filter((id) => ownership.holder(id) !== 'nobody')
      for (const id of active) await jobs.tell(id, 'cancel')
      edits.remove(given)
      announce.removed(given)
      return { deleted: given.length }
    },
    'runs.restore': ({ ids }) => {
      edits.restore(ids)
      for (const id of ids) announce.run(id)
      return summaries(ids)
    },
  }
}
