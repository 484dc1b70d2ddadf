/** Line drawings on small grids, in the ink of the text around them. */
export interface IconShape {
  size: number
  /** Path data; `fill` paints it, else it is stroked. */
  paths: { d: string; fill?: boolean; width?: number; faint?: boolean; dash?: string }[]
}

export const icons = {
  axis: { size: 12, paths: [{ d: 'M1.5 10.5h9M2.5 8l3-3 2 2 3-4' }] },
  check: { size: 9, paths: [{ d: 'M1.2 4.6l2.2 2.2 4.4-4.8', width: 1.6 }] },
  chevron: { size: 8, paths: [{ d: 'M1 2.5l3 3 3-3' }] },
  close: { size: 10, paths: [{ d: 'M2 2l6 6M8 2l-6 6' }] },
  dash: { size: 9, paths: [{ d: 'M1.5 4.5h6', width: 1.6 }] },
  find: { size: 12, paths: [{ d: 'M8.6 5a3.6 3.6 0 1 1-7.2 0a3.6 3.6 0 0 1 7.2 0M8 8l3 3', width: 1.3 }] },
  help: { size: 12, paths: [{ d: 'M4.2 4.4a1.8 1.8 0 1 1 2.6 1.6c-.6.3-.8.6-.8 1.2M6 9.1v.1', width: 1.3 }] },
  pause: { size: 10, paths: [{ d: 'M2 1h2v8H2zM6 1h2v8H6z', fill: true }] },
  play: { size: 10, paths: [{ d: 'M2.5 1l6 4-6 4z', fill: true }] },
  plus: { size: 10, paths: [{ d: 'M5 1.5v7M1.5 5h7' }] },
  star: { size: 12, paths: [{ d: 'M6 1l1.5 3.2 3.5.4-2.6 2.4.7 3.5L6 8.8l-3.1 1.7.7-3.5L1 4.6l3.5-.4z', width: 1 }] },
  stop: { size: 10, paths: [{ d: 'M1.5 1.5h7v7h-7z', fill: true }] },
  theme: { size: 14, paths: [{ d: 'M12 7a5 5 0 1 1-10 0a5 5 0 0 1 10 0' }, { d: 'M7 2a5 5 0 0 0 0 10z', fill: true }] },
  sun: {
    size: 14,
    paths: [
      {
        d: 'M9.6 7a2.6 2.6 0 1 1-5.2 0a2.6 2.6 0 0 1 5.2 0M7 1v1.6M7 11.4V13M1 7h1.6M11.4 7H13M2.8 2.8l1.1 1.1M10.1 10.1l1.1 1.1M11.2 2.8l-1.1 1.1M3.9 10.1l-1.1 1.1',
      },
    ],
  },
  moon: { size: 14, paths: [{ d: 'M11.6 8.6A5 5 0 0 1 5.4 2.4a5 5 0 1 0 6.2 6.2z' }] },
  pass: { size: 10, paths: [{ d: 'M9 5a4 4 0 1 1-8 0a4 4 0 0 1 8 0', fill: true }] },
  near: {
    size: 10,
    paths: [
      { d: 'M8.5 5a3.5 3.5 0 1 1-7 0a3.5 3.5 0 0 1 7 0', width: 1 },
      { d: 'M5 1.5a3.5 3.5 0 0 0 0 7z', fill: true },
    ],
  },
  fail: { size: 10, paths: [{ d: 'M2 2l6 6M8 2l-6 6', width: 1.6 }] },
  idle: { size: 10, paths: [{ d: 'M8.5 5a3.5 3.5 0 1 1-7 0a3.5 3.5 0 0 1 7 0', width: 1, dash: '2 1.6' }] },
  run: {
    size: 10,
    paths: [
      { d: 'M8.5 5a3.5 3.5 0 1 1-7 0a3.5 3.5 0 0 1 7 0', width: 1, faint: true },
      { d: 'M5 1.5a3.5 3.5 0 0 1 3.5 3.5', width: 1.4 },
    ],
  },
} as const satisfies Record<string, IconShape>

export type IconName = keyof typeof icons
