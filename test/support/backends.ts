import { chooseBackend } from '../../src/main/engine/backend/choose'
import type { BackendName } from '../../src/main/engine/backend/names'
import { prepareEnvironment } from '../../src/main/environment'

/** Why native TensorFlow does not load here; nothing where it does. It then computes as it does for Nadir, on one thread. */
export async function whyNotNative(): Promise<string | undefined> {
  prepareEnvironment()
  const { name, note } = await chooseBackend()
  return name === 'tensorflow' ? undefined : note
}

/** The backends this machine can load; native TensorFlow only where it is installed. */
export async function usableBackends(): Promise<BackendName[]> {
  return [...((await whyNotNative()) === undefined ? (['tensorflow'] as const) : []), 'wasm', 'cpu']
}
