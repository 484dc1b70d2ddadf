import type { Value } from '../../../shared/fields'
import { valueText } from '../../../shared/spec-text'
import { useDesigns } from '../../stores/designs'
import { useModels } from '../../stores/models'
import { wordOf } from './form-layout'

export interface Names {
  /** One value of a field, as short as it can be told apart. */
  value: (field: string, value: Value) => string
  /** A curve by its values on the axes other than x; the network where there is none. */
  curve: (at: Record<string, Value>, model: Value | undefined) => string
}

/** Names of values and curves, from the labels the core gives its networks and methods. */
export function useNames(): Names {
  const designs = useDesigns()
  const models = useModels()

  function named(field: string, value: Value): string {
    if (field === 'model') return models.byId.get(String(value))?.training.label ?? String(value)
    if (field === 'attack.method') return models.method('attack', String(value))?.label ?? String(value)
    if (field === 'attack.surrogate') return models.method('surrogate', String(value))?.label ?? String(value)
    return wordOf(valueText(value))
  }

  function part(field: string, value: Value): string {
    if (typeof value === 'string' && value !== 'float' && value !== 'all') return named(field, value)
    return `${designs.byName.get(field)?.label.toLowerCase() ?? field} ${valueText(value)}`
  }

  return {
    value: named,
    curve: (at, model) => {
      const parts = Object.entries(at).map(([field, value]) => part(field, value))
      return parts.length > 0 ? parts.join(', ') : model === undefined ? '' : named('model', model)
    },
  }
}
