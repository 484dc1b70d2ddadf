import type { ModelInfo } from '../../../shared/contract'
import type { Comparison } from '../../../shared/compare'
import type { RunDetail } from '../../../shared/results'
import { specToFile } from '../../../shared/spec'
import { duration } from '../../../shared/units'
import { html, type Content, type Markup } from './markup'

interface Fact {
  name: string
  value: Content
  wide?: boolean
}

function facts(list: readonly Fact[]): Markup {
  return html`<dl class="facts">
    ${list.map(
      ({ name, value, wide }) =>
        html`<div class="${wide ? 'wide' : ''}">
          <dt>${name}</dt>
          <dd class="mono">${value}</dd>
        </div>`,
    )}
  </dl>`
}

/** Every field that all the runs share; those that differ stand in their own table. */
export function sharedFields({ fields }: Comparison): Markup {
  const same = fields.filter((row) => !row.differs)
  return facts(
    same.map(({ key, unit, cells }) => ({
      name: key,
      value: `${cells[0]?.text ?? ''}${unit && cells[0]?.text !== 'float' ? ` ${unit}` : ''}`,
    })),
  )
}

/** What a run was computed with, and on what. */
export function provenanceOf(run: RunDetail, models: readonly ModelInfo[]): Markup {
  const { provenance } = run
  const taken: Fact[] = [
    { name: 'points done', value: `${run.pointsDone} of ${run.pointsTotal}` },
    { name: 'time taken', value: duration(run.seconds) },
    { name: 'started', value: run.createdAt },
    { name: 'seed', value: String(run.spec.fields['seed'] ?? '') },
  ]
  if (provenance === undefined) return facts(taken)
  return facts([
    { name: 'Nadir', value: provenance.nadir },
    { name: 'backend', value: `${provenance.backend} ${provenance.backendVersion}, float32` },
    { name: 'platform', value: provenance.platform },
    { name: 'workers', value: provenance.workers },
    ...taken,
    ...Object.entries(provenance.models).flatMap(([id, model]): Fact[] => {
      const training = models.find((known) => known.id === id)?.training
      return [
        { name: `model ${id}`, value: `${model.label}, sha256 ${model.sha256}`, wide: true },
        ...(training === undefined
          ? []
          : [{ name: `training of ${id}`, value: `${training.label}, seed ${training.seed}: ${training.command}`, wide: true }]),
      ]
    }),
    ...Object.entries(provenance.data).map(([id, data]): Fact => ({ name: `data ${id}`, value: `sha256 ${data.sha256}`, wide: true })),
    ...Object.entries(provenance.technologies ?? {}).map(([id, { label, sha256 }]): Fact => ({
      name: `technology ${id}`,
      value: `${label}, sha256 ${sha256}`,
      wide: true,
    })),
  ])
}

/** The spec as a file holds it, a line a group: what `nadir explore` and the form open. */
export function specText(run: RunDetail): string {
  const lines = Object.entries(specToFile(run.spec)).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `{\n${lines.join(',\n')}\n}`
}
