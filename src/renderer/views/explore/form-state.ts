import { computed, type ComputedRef } from 'vue'
import { designCost } from '../../../shared/design-cost'
import type { Derived } from '../../../shared/device-math'
import type { ErrorDocument } from '../../../shared/errors'
import type { ModelInfo } from '../../../shared/contract'
import { count, threshold } from '../../../shared/units'
import { checkDraft, deriveDraft, fieldOfError, type FieldProblem } from '../../stores/checks'
import { useCosts } from '../../stores/costs'
import { useDesigns } from '../../stores/designs'
import { baseDesign } from '../../stores/draft'
import { useModels } from '../../stores/models'
import { imagesText } from './run-facts'
import { derivedLines, mappingText, type DerivedValue } from './derived-lines'
import { useTechnologyCost } from './technology-cost'

export interface FormState {
  problems: ComputedRef<ReadonlyMap<string, FieldProblem>>
  /** Errors of the core that no field of the form is about. */
  stray: ComputedRef<ErrorDocument | undefined>
  warnings: ComputedRef<ReadonlyMap<string, string>>
  /** Warnings of the plan that no field says already. */
  planWarnings: ComputedRef<readonly string[]>
  derived: ComputedRef<ReadonlyMap<string, DerivedValue[]>>
  summaryOf: (group: string) => { text: string; warn: boolean }
}

/** All that the form says beside its fields; it follows the draft at once, the core's own check a moment later. */
export function useFormState(): FormState {
  const designs = useDesigns()
  const models = useModels()
  const costs = useCosts()

  const onAxis = (name: string) => designs.draft.axes.find((axis) => axis.field === name)
  const chosen = computed<ModelInfo[]>(() => {
    const ids = onAxis('model')?.values ?? [designs.draft.fields['model'] ?? '']
    return ids.flatMap((id) => models.byId.get(String(id)) ?? [])
  })
  const outcome = computed(() => deriveDraft(designs.draft, chosen.value[0]?.layers ?? []))

  const problems = computed(() => {
    const found = checkDraft(designs.draft, designs.fields)
    const { error } = outcome.value
    for (const one of [error, designs.problem]) {
      if (one === undefined) continue
      const field = fieldOfError(one, designs.fields)
      if (field !== undefined && !found.has(field))
        found.set(field, one.hint === undefined ? { message: one.message } : { message: one.message, hint: one.hint })
    }
    return found
  })
  const stray = computed(() => {
    const error = designs.problem
    return error !== undefined && fieldOfError(error, designs.fields) === undefined ? error : undefined
  })

  const warnings = computed(() => {
    const said = new Map<string, string>()
    for (const warning of outcome.value.derived?.warnings ?? []) {
      const place = warningPlaces.find(([start]) => warning.startsWith(start))?.[1]
      // What bits a device do is of interest to who sweeps them.
      if (place !== undefined && (place !== 'device.bitsPerDevice' || onAxis(place) !== undefined)) said.set(place, warning)
    }
    return said
  })

  const planWarnings = computed(() => {
    const told = outcome.value.derived?.warnings ?? []
    return (designs.preview?.warnings ?? []).filter((warning) => !told.includes(warning))
  })

  const cost = useTechnologyCost(computed(() => outcome.value.derived))
  const derived = computed(() => {
    const { design, derived: found } = outcome.value
    if (design === undefined || found === undefined) return new Map<string, DerivedValue[]>()
    return derivedLines(found, chosen.value, designCost(design, found.layers, costs.values)).set('device.preset', cost.value)
  })

  function summaryOf(group: string): { text: string; warn: boolean } {
    const { fields } = designs.draft
    const sweeps = designs.draft.axes.filter((axis) => axis.field.startsWith(`${group}.`)).length
    switch (group) {
      case 'model':
        return { text: chosen.value.length > 1 ? `${chosen.value.length} networks` : (chosen.value[0]?.label ?? ''), warn: false }
      case 'data':
        return { text: imagesText(designs.draft, models.datasets), warn: false }
      case 'device': {
        const t = outcome.value.derived?.t
        return { text: sweeps > 0 && t !== undefined ? `derived at t = ${threshold(t)}` : '', warn: false }
      }
      case 'mapping':
        return {
          text: outcome.value.derived === undefined ? '' : mappingText(outcome.value.derived, baseDesign(designs.draft)),
          warn: false,
        }
      case 'crossbar':
        return { text: tileText(outcome.value.derived), warn: false }
      default:
        return { text: `seed ${String(fields['seed'] ?? '')}`, warn: false }
    }
  }

  return { problems, stray, warnings, planWarnings, derived, summaryOf }
}

/** The field under which a warning stands, by how it begins. */
const warningPlaces = [
  ['levels overlap', 'device.threshold'],
  ['bits a device', 'device.bitsPerDevice'],
  ['columns are read', 'crossbar.adcBits'],
  ['layers are cut', 'crossbar.rows'],
  ['closed form', 'crossbar.parasitics'],
  ['threshold does not', 'device.threshold'],
  ['random chips', 'sampling.kind'],
] as const

function tileText(derived: Derived | undefined): string {
  return derived === undefined || derived.tiles === 0 ? '' : `${count(derived.tiles)} tiles`
}
