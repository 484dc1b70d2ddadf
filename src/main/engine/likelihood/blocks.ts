/** Does a piece of work for each number from one up to another, so many at a time; results in order. */
export async function inParallel<T>(from: number, to: number, width: number, work: (at: number) => Promise<T>): Promise<T[]> {
  const results = new Map<number, T>()
  let next = from
  const worker = async (): Promise<void> => {
    for (let at = next++; at < to; at = next++) results.set(at, await work(at))
  }
  await Promise.all(Array.from({ length: Math.min(to - from, width) }, worker))
  return [...results].sort(([a], [b]) => a - b).map(([, result]) => result)
}
