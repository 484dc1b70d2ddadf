import { onBeforeUnmount } from 'vue'
import type { CallInput } from '../../../shared/contract'
import type { ProgrammingOutcome } from '../../../shared/programming'
import { call } from '../../api'

/** Programs devices for one place of the page. */
export interface Programmer {
  /** Work of an earlier call that is under way is cancelled. Throws as `devices.program` does. */
  program: (input: CallInput<'devices.program'>) => Promise<ProgrammingOutcome>
  stop: () => void
}

/** What it has under way is cancelled with the component. */
export function useProgrammer(): Programmer {
  const job = `page ${Math.random().toString(36).slice(2)}`
  const stop = (): void => void call('devices.cancel', { job }).catch(() => undefined)
  onBeforeUnmount(stop)
  return { program: (input) => call('devices.program', { ...input, job }), stop }
}
