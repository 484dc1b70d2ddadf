import type { Backend } from '../engine/backend/choose'
import { preferredBackends } from '../engine/backend/preference'
import { graphOf } from '../engine/network/graph'
import { networkOf } from '../engine/network/zoo'
import { createPool, type Pool, type PoolOptions } from './pool'

/** The pools of the conductor: one for each order in which backends are tried, started when a network first wants it. */
export interface Pools {
  /** The pool for a job: its largest network decides, so that one run has one backend. */
  poolFor(networks: readonly string[]): Promise<{ pool: Pool; backend: Backend }>
  close(): Promise<void>
}

export function createPools(options: Pick<PoolOptions, 'shard' | 'backend' | 'workers'>): Pools {
  const pools = new Map<string, { pool: Pool; backend: Promise<Backend> }>()
  return {
    async poolFor(networks) {
      const order = preferredBackends(Math.max(...networks.map((id) => graphOf(networkOf(id)).products)))
      const key = options.backend ?? order.join(' ')
      let known = pools.get(key)
      if (known === undefined) {
        const pool = createPool({ ...options, order })
        known = { pool, backend: pool.hello() }
        pools.set(key, known)
        // What did not load once may load when it is asked for again.
        known.backend.catch(() => {
          pools.delete(key)
          return pool.close()
        })
      }
      return { pool: known.pool, backend: await known.backend }
    },
    async close() {
      await Promise.all([...pools.values()].map(({ pool }) => pool.close()))
    },
  }
}
