import { hostname } from 'node:os'
import type { Store } from './open'

/** How long a process may be silent before its runs count as interrupted, milliseconds; it renews every 2 s. */
export const leaseLength = 10_000

/** Which processes live, as far as their runs are concerned. */
export interface Leases {
  /** Says that this process lives. */
  renew(): void
  /** Says that this process has left. */
  drop(): void
  /** Ends at once the leases of processes of this machine that are gone: a killed one need not be waited for. */
  reap(): void
}

export function createLeases({ db, writer: self, now }: Store): Leases {
  const host = hostname()
  const renew = db.prepare<[string, number, string, number]>(
    'INSERT INTO leases (owner, until, host, process) VALUES (?, ?, ?, ?) ON CONFLICT (owner) DO UPDATE SET until = excluded.until',
  )
  const drop = db.prepare<[string]>('DELETE FROM leases WHERE owner = ?')
  const here = db.prepare<[string], { owner: string; process: number }>('SELECT owner, process FROM leases WHERE host = ?')
  return {
    renew: () => void renew.run(self, now() + leaseLength, host, process.pid),
    drop: () => void drop.run(self),
    reap() {
      for (const lease of here.all(host)) if (!lives(lease.process)) drop.run(lease.owner)
    },
  }
}

function lives(id: number): boolean {
  try {
    return process.kill(id, 0)
  } catch (error) {
    // Another user's process may not be signalled, but it is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
