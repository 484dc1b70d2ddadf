import { describe, expect, it } from 'vitest'
import { createQueue, type StopReason, type Work } from '../../../src/main/jobs/queue'

interface TestWork extends Work {
  end(): void
}

function work(id: string, log: string[]): TestWork {
  let [paused, over] = [false, false]
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    id,
    end: () => end(),
    get paused() {
      return paused
    },
    get over() {
      return over
    },
    begin() {
      log.push(`begin ${id}`)
      return ended
    },
    pause() {
      paused = true
    },
    continue() {
      paused = false
    },
    stop(reason: StopReason) {
      over = true
      log.push(`${reason} ${id}`)
      end()
    },
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the queue', () => {
  it('runs one at a time in the order they came', async () => {
    const log: string[] = []
    const queue = createQueue()
    const [a, b, c] = [work('a', log), work('b', log), work('c', log)]
    for (const each of [a, b, c]) queue.add(each)
    await turn()
    expect(log).toEqual(['begin a'])
    a.end()
    await turn()
    expect(log).toEqual(['begin a', 'begin b'])
    b.end()
    await turn()
    expect(queue.current()?.id).toBe('c')
  })

  it('gives waiting work out, which then never begins', async () => {
    const log: string[] = []
    const queue = createQueue()
    const [a, b] = [work('a', log), work('b', log)]
    queue.add(a)
    queue.add(b)
    expect(queue.take('b')).toBe(b)
    expect(queue.take('b')).toBeUndefined()
    a.end()
    await turn()
    expect(log).toEqual(['begin a'])
  })

  it('lets paused work make room for what waits, whichever came first', async () => {
    const log: string[] = []
    const queue = createQueue()
    queue.add(work('a', log))
    queue.pause()
    await turn()
    expect(log).toEqual(['begin a'])
    queue.add(work('b', log))
    await turn()
    expect(log).toEqual(['begin a', 'park a', 'begin b'])
    queue.add(work('c', log))
    queue.pause()
    await turn()
    expect(log.slice(3)).toEqual(['park b', 'begin c'])
  })

  it('stops everything when it closes and begins nothing more', async () => {
    const log: string[] = []
    const queue = createQueue()
    for (const id of ['a', 'b']) queue.add(work(id, log))
    await queue.close()
    queue.add(work('c', log))
    await turn()
    expect(log).toEqual(['begin a', 'close b', 'close a'])
  })

  it('goes on with the next where one stopped by itself', async () => {
    const log: string[] = []
    const queue = createQueue()
    const a = work('a', log)
    queue.add(a)
    queue.add(work('b', log))
    a.stop('lost')
    expect(queue.current()).toBeUndefined()
    await turn()
    expect(queue.current()?.id).toBe('b')
  })
})
