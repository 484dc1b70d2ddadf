import { SingleBar } from 'cli-progress'
import { duration } from '../../../shared/units'
import type { Context } from './context'

/** How far the work is, told to whoever watches stderr. */
export interface ProgressTeller {
  /** `share` from 0 to 1; `text` says the rest in a few words; `landmark` is worth a line of its own. */
  tell(share: number, text: string, landmark?: boolean): void
  stop(): void
}

const linePause = 2000

/** A bar on a terminal, plain lines elsewhere (one for each landmark, else one in two seconds), nothing with --quiet. */
export function createProgress(context: Context): ProgressTeller {
  const { options, stderr } = context
  if (options.quiet === true) return { tell: () => undefined, stop: () => undefined }
  return stderr.isTTY === true && options.json !== true ? barOn(stderr) : linesOn(context)
}

function barOn(stream: Context['stderr']): ProgressTeller {
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage} %  {text}',
    barCompleteChar: '\u2588',
    barIncompleteChar: '\u2591',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    fps: 5,
  })
  bar.start(1000, 0, { text: '' })
  return {
    tell(share, text) {
      if (bar.isActive) bar.update(Math.round(share * 1000), { text })
    },
    stop: () => bar.stop(),
  }
}

function linesOn(context: Context): ProgressTeller {
  let last = 0
  return {
    tell(share, text, landmark = false) {
      const now = Date.now()
      if (!landmark && now - last < linePause) return
      last = now
      context.note(`${(100 * share).toFixed(0).padStart(3)} %  ${text}`)
    },
    stop: () => undefined,
  }
}

/** The time left as a part of a line; empty while it is not known. */
export function timeLeft(seconds: number | undefined): string {
  return seconds === undefined ? '' : `, ${duration(seconds)} left`
}
