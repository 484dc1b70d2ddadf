import { expect, it } from 'vitest'
import { watchBackend } from '../../../src/main/jobs/backend-status'
import { createFakeHost } from '../../support/fake-host'

it('shows what small networks are computed with, whatever a large one was loaded for', async () => {
  const small = { name: 'wasm', version: '4', workers: 2, threads: 1 }
  const large = { name: 'tensorflow', version: '2', workers: 2, threads: 1 }
  const kept = new Map<string, unknown>()
  const status = watchBackend({
    host: { ...createFakeHost({}), ready: (networks) => Promise.resolve(networks === undefined ? small : large) },
    settings: { kept: (key) => kept.get(key), keep: (key, value) => void kept.set(key, value) },
    workers: 2,
    backend: undefined,
    onKnown: () => undefined,
  })
  expect(await status.ready(['resnet-20'])).toEqual(large)
  expect(status.shown()).toEqual(small)
  expect(status.expected()).toEqual(small)
})
