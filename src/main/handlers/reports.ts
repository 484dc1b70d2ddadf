import { createReport } from '../report/create'
import type { HandlerContext, HandlersOf } from './context'
import { keptCosts } from './costs'
import { usableModels } from './model-info'

export function reportHandlers({ stores, version }: HandlerContext): HandlersOf<'reports'> {
  return {
    'reports.create': ({ runs: ids, format }) => {
      const runs = [...new Set(ids)].map((id) => stores.runs.detail(id))
      const used = new Set(runs.flatMap((run) => Object.keys(run.provenance?.models ?? {})))
      const models = usableModels(stores.models).filter((model) => used.has(model.id))
      return createReport(
        { runs, models, accuracySpec: stores.settings.get().accuracySpec, costs: keptCosts(stores.settings), version },
        format,
      )
    },
  }
}
