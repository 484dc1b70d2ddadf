/** Why work ends before it is done. `park`: it is paused and others wait; `lost`: another process has taken it over. */
export type StopReason = 'cancel' | 'close' | 'park' | 'lost'

/** Something that takes the compute side for itself while it runs. */
export interface Work {
  readonly id: string
  readonly paused: boolean
  /** True from the moment it is stopped, before the compute side has let go of it. */
  readonly over: boolean
  /** Resolves when the compute side is free again; never rejects. */
  begin(): Promise<void>
  pause(): void
  continue(): void
  stop(reason: StopReason): void
}

/** One at a time, first come first served; paused work makes room for what waits. */
export interface Queue {
  add(work: Work): void
  /** The work that computes or is paused there. */
  current(): Work | undefined
  waiting(): readonly Work[]
  /** Takes waiting work out. */
  take(id: string): Work | undefined
  pause(): void
  /** Stops everything; nothing begins any more. Resolves when the compute side is free. */
  close(): Promise<void>
}

export function createQueue(): Queue {
  const waiting: Work[] = []
  let active: Work | undefined
  let ended = Promise.resolve()
  let closed = false

  function next(): void {
    const work = active === undefined && !closed ? waiting.shift() : undefined
    if (work === undefined) return
    active = work
    ended = work.begin().finally(() => {
      active = undefined
      next()
    })
  }

  function makeRoom(): void {
    if (active !== undefined && active.paused && !active.over && waiting.length > 0) active.stop('park')
  }

  return {
    add(work) {
      waiting.push(work)
      makeRoom()
      next()
    },
    current: () => (active?.over === true ? undefined : active),
    waiting: () => waiting,
    take(id) {
      const at = waiting.findIndex((work) => work.id === id)
      return at < 0 ? undefined : waiting.splice(at, 1)[0]
    },
    pause() {
      active?.pause()
      makeRoom()
    },
    async close() {
      closed = true
      for (const work of waiting.splice(0)) work.stop('close')
      if (active?.over === false) active.stop('close')
      await ended
    },
  }
}
