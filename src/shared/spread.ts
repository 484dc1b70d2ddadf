/** Something that wants to stand at `y` and may stand at `placed`, pixels. */
export interface Placed {
  y: number
  placed: number
}

/**
 * Pushes labels apart until none is nearer than `wantedGap` to the next, inside [low, high], in the order of their wishes.
 * Two passes: down from the top, then up from the bottom, each label staying as near to its wish as its neighbours let it;
 * labels of one crowd are centred on the mean of their wishes. More labels than fit stand evenly over the range.
 */
export function spread<T extends { y: number }>(labels: readonly T[], wantedGap: number, low: number, high: number): (T & Placed)[] {
  const gap = Math.min(wantedGap, (high - low) / Math.max(1, labels.length - 1))
  const sorted = [...labels].sort((a, b) => a.y - b.y)
  interface Crowd {
    members: T[]
    top: number
  }
  const height = (crowd: Crowd): number => (crowd.members.length - 1) * gap
  const settle = (members: T[]): Crowd => {
    const mean = members.reduce((sum, m, i) => sum + m.y - i * gap, 0) / members.length
    const crowd = { members, top: mean }
    crowd.top = Math.max(low, Math.min(mean, high - height(crowd)))
    return crowd
  }
  const crowds: Crowd[] = []
  for (const label of sorted) {
    let crowd = settle([label])
    for (let last = crowds.at(-1); last !== undefined && last.top + height(last) + gap > crowd.top; last = crowds.at(-1)) {
      crowds.pop()
      crowd = settle([...last.members, ...crowd.members])
    }
    crowds.push(crowd)
  }
  return crowds.flatMap((crowd) => crowd.members.map((member, i) => ({ ...member, placed: crowd.top + i * gap })))
}
