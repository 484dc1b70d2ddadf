import type { NadirError } from '../../shared/errors'

/** Faults of the machine, not of the run: it can go on from here. */
export function isPassing({ code }: NadirError): boolean {
  return code === 'worker-died' || code === 'disk-full'
}
