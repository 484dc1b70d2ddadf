import { specToFile } from '../../shared/spec'
import { defineFormat } from './format'

/** Everything the runs hold, with each spec as a file holds it, so that a run can be started from the report. */
export default defineFormat({
  label: 'JSON',
  summary: 'Everything the runs hold: specs, points with all digits, provenance, logs.',
  mime: 'application/json',
  extension: 'json',
  create({ runs, models, accuracySpec, version }) {
    const used = new Set(runs.flatMap((run) => Object.keys(run.provenance?.models ?? {})))
    const document = {
      format: 'nadir-report',
      formatVersion: 1,
      nadir: version,
      accuracySpec,
      runs: runs.map(({ spec, ...run }) => ({ ...run, spec: specToFile(spec) })),
      models: models.filter((model) => used.has(model.id)),
    }
    return `${JSON.stringify(document, null, 2)}\n`
  },
})
