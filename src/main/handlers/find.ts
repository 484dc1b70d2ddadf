import { NadirError } from '../../shared/errors'
import { findAxes } from '../../shared/find-axes'
import { fitDesign } from '../../shared/find-design'
import { firstValues } from '../../shared/find'
import { judgeRun } from '../../shared/judge-runs'
import { objectiveText, parseObjectives, type Objective } from '../../shared/objective'
import type { RunSummary } from '../../shared/results'
import { openSearch } from '../../shared/open-search'
import type { Search } from '../../shared/search'
import { designAt } from '../../shared/spec'
import { layerShapes } from '../engine/network/zoo'
import { specOver } from '../jobs/finding'
import type { HandlerContext, HandlersOf } from './context'
import { keptCosts } from './costs'
import { readSpec } from './read-spec'

/** Longest name the contract lets a door give. */
const nameLength = 200

export function findHandlers({ stores, jobs, fields }: HandlerContext): HandlersOf<'find'> {
  return {
    'find.start': ({ spec: given, objectives: written, over, kept, name, saved, ...range }) => {
      const objectives = readObjectives(written)
      const spec = readSpec(fields, given, [], saved)
      const other = spec.axes.find(({ field }) => field !== over)
      if (other !== undefined)
        throw new NadirError('bad-value', `A search takes one design, and ${other.field} has ${other.values.length} values.`, {
          hint: 'Start a search for each of them.',
        })
      const fitted = fitDesign(designAt(spec, {}), objectives, fields, new Set([...kept, over]))
      const design = designAt(spec, fitted.fields)
      const search = { ...openSearch(fields, design, over, objectives, range), notes: fitted.notes }
      return jobs.start(specOver({ ...spec, fields: design }, over, firstValues(search)), name ?? findName(design.model, search), search)
    },
    'find.check': ({ objectives: written, runs }) => {
      const objectives = readObjectives(written)
      const facts = {
        layersOf: (model: string) => layerShapes(stores.models.load(model).manifest.network),
        costs: keptCosts(stores.settings),
      }
      return {
        objectives: objectives.map(objectiveText),
        runs: [...new Set(runs)].map((id) => judgeRun(stores.runs.detail(id), objectives, facts)),
      }
    },
  }
}

/** The search of a run again, from its first values. Throws as `find.start`. */
export function findAgain({ jobs }: Pick<HandlerContext, 'jobs'>, { spec, search }: RunSummary, name: string): RunSummary | undefined {
  return search && jobs.start(specOver(spec, search.over, firstValues(search)), name, search)
}

/** Objectives of all lines, each of which may join several; said twice, one counts. */
function readObjectives(written: readonly string[]): Objective[] {
  const all = new Map(written.flatMap(parseObjectives).map((objective) => [objectiveText(objective), objective]))
  return [...all.values()]
}

/** A short name: `lenet-w4a4, loosest threshold for worst >= 90`. */
function findName(model: string, { over, objectives }: Search): string {
  const { best, noun } = findAxes[over] ?? { best: 'Loosest', noun: over }
  const name = `${model}, ${best.toLowerCase()} ${noun} for ${objectives.join(' and ')}`
  return name.length <= nameLength ? name : `${name.slice(0, nameLength - 1)}\u2026`
}
