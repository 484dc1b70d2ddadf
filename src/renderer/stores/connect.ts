import type { EventMessage } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { onEvent } from '../api'
import { useApp } from './app'
import { useCosts } from './costs'
import { useDesigns } from './designs'
import { useDevices } from './devices'
import { useModels } from './models'
import { useRuns } from './runs'
import { useSettings } from './settings'
import { useToasts } from './toasts'

/** Hands one event of the core to the store that holds its noun. */
export function dispatch(message: EventMessage): void {
  switch (message.event) {
    case 'run.changed':
      return useRuns().applyChanged(message.data.summary, message.data.points)
    case 'run.progress':
      return useRuns().applyProgress(message.data.id, message.data.progress)
    case 'run.removed':
      return useRuns().applyRemoved(message.data.ids)
    case 'training.progress':
      return useModels().applyTraining(message.data)
    case 'models.changed':
      void useModels().loadModels().catch(useToasts().fail)
      return
    case 'devices.changed':
      void useDevices().load().catch(useToasts().fail)
      return
    // Who asked listens for itself.
    case 'corners.changed':
    case 'analysis.progress':
      return
    case 'costs.changed':
      return useCosts().apply(message.data)
    case 'settings.changed':
      return useSettings().apply(message.data)
    case 'app.changed':
      return useApp().apply(message.data)
  }
}

/** Fills every store; what fails is told once, by the page. */
export async function loadStores(): Promise<void> {
  const app = useApp()
  try {
    const stores = [useSettings(), app, useModels(), useDevices(), useCosts(), useDesigns(), useRuns()]
    await Promise.all(stores.map((store) => store.load()))
    app.trouble = undefined
  } catch (error) {
    app.trouble = NadirError.from(error).toDocument()
  }
}

/** Connects the stores to the core. Returns a function that lets go. */
export function connectStores(): () => void {
  const stop = onEvent(dispatch)
  void loadStores()
  return stop
}
