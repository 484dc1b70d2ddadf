/** Computing time: pauses are not counted. Seconds. */
export interface Stopwatch {
  seconds(): number
  pause(): void
  continue(): void
}

/** Starts at once, from the time that earlier sessions took. */
export function startStopwatch(now: () => number, earlierSeconds: number): Stopwatch {
  let counted = earlierSeconds
  let since: number | undefined = now()
  const seconds = (): number => counted + (since === undefined ? 0 : Math.max(0, now() - since) / 1000)
  return {
    seconds,
    pause() {
      counted = seconds()
      since = undefined
    },
    continue() {
      since ??= now()
    },
  }
}
