import { parseObjectives } from '../../shared/objective'
import type { HandlerContext, HandlersOf } from './context'

export function settingsHandlers({ stores, emit }: HandlerContext): HandlersOf<'settings'> {
  return {
    'settings.get': () => stores.settings.get(),
    'settings.set': (change) => {
      change.objectives?.forEach(parseObjectives)
      const settings = stores.settings.set(change)
      emit({ event: 'settings.changed', data: settings })
      return settings
    },
  }
}
