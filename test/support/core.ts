import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach } from 'vitest'
import { createApp, type App } from '../../src/main/app'
import { layoutOf } from '../../src/main/engine/network/layout'
import { serialiseModel } from '../../src/main/engine/network/model-file'
import { networkOf } from '../../src/main/engine/network/zoo'
import type { CallInput, CallName, CallOutput, EventMessage, EventName, Events } from '../../src/shared/contract'
import { NadirError } from '../../src/shared/errors'
import type { ModelData } from '../../src/shared/model'
import { createFakeHost, type FakeHost, type FakeHostOptions } from './fake-host'

const folders: string[] = []
const apps: TestApp[] = []

/** A folder of its own that is gone after the test. */
export function testFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'nadir-test-'))
  folders.push(folder)
  return folder
}

/** A LeNet that was never trained: whole, small numbers, as every hash and shape needs it. */
export function untrainedModel(id: string): ModelData {
  const layout = layoutOf(networkOf('lenet'))
  const weights = Float32Array.from({ length: layout.length }, (_, i) => ((i % 31) - 15) / 100)
  return {
    weights,
    manifest: {
      format: 1,
      id,
      label: `LeNet ${id}`,
      network: 'lenet',
      arrays: layout.arrays,
      clips: [1, 4, 4, 4, 4],
      weightBits: 4,
      activationBits: 4,
      sha256: '0'.repeat(64),
      training: {
        method: 'standard',
        label: 'standard',
        params: { epochs: 1 },
        seed: 1,
        command: `nadir train standard --name ${id}`,
        backend: 'fake',
        seconds: 1,
        data: { id: 'mnist', sha256: 'ab'.repeat(32) },
        log: [],
      },
      recorded: { clean: 98.6 },
    },
  }
}

/** `first`: its first weight, where another model takes the place of one of that name. */
export function writeModel(folder: string, id: string, first?: number): void {
  const model = untrainedModel(id)
  if (first !== undefined) model.weights[0] = first
  const { manifest, weights } = serialiseModel(model)
  mkdirSync(join(folder, id), { recursive: true })
  writeFileSync(join(folder, id, 'model.json'), manifest)
  writeFileSync(join(folder, id, 'weights.bin'), weights)
}

/** A resources folder with the model that a spec names by default, and a second one. */
export function testResources(): string {
  const resources = testFolder()
  writeModel(join(resources, 'models'), 'lenet-w4a4')
  writeModel(join(resources, 'models'), 'lenet-other')
  return resources
}

export interface TestApp extends App {
  host: FakeHost
  events: EventMessage[]
  /** The output of a call; throws what the call answers otherwise. */
  ask<N extends CallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>>
  /** What the call is refused with. */
  refusal(name: CallName, input: unknown): Promise<NadirError>
  /** Data of all events of a name so far. */
  heard<N extends EventName>(name: N): Events[N][]
  /** Resolves when a condition on the events so far holds. */
  until(condition: () => boolean, what: string): Promise<void>
}

export interface TestAppOptions extends FakeHostOptions {
  dir: string
  resources?: string
  now?: () => number
}

/** The whole core on a compute side that does not compute. */
export async function openTestApp({ dir, resources = testResources(), now, ...hostOptions }: TestAppOptions): Promise<TestApp> {
  const host = createFakeHost(hostOptions)
  const nowhere = pathToFileURL(join(dir, 'no-entry.js'))
  const app = await createApp({
    dir,
    resources,
    conductor: nowhere,
    shard: nowhere,
    workers: 2,
    host,
    ...(now === undefined ? {} : { now }),
  })
  const events: EventMessage[] = []
  app.subscribe((message) => events.push(message))
  const test: TestApp = {
    ...app,
    host,
    events,
    async ask(name, input) {
      const reply = await app.call(name, input)
      if (reply.ok) return reply.output
      throw NadirError.fromDocument(reply.error)
    },
    async refusal(name, input) {
      const reply = await app.call(name, input)
      if (reply.ok) throw new Error(`${name} was not refused`)
      return NadirError.fromDocument(reply.error)
    },
    heard: (name) => heardIn(events, name),
    async until(condition, what) {
      for (let waited = 0; waited < 10_000; waited += 10) {
        if (condition()) return
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
      throw new Error(`waited in vain until ${what}`)
    },
  }
  apps.push(test)
  return test
}

function heardIn<N extends EventName>(events: readonly EventMessage[], name: N): Events[N][] {
  return events.flatMap((message) => (isNamed(message, name) ? [message.data] : []))
}

function isNamed<N extends EventName>(message: EventMessage, name: N): message is EventMessage & { event: N; data: Events[N] } {
  return message.event === name
}

/** The last state heard of a run. */
export function stateOf(app: TestApp, id: string): string | undefined {
  return app.heard('run.changed').findLast(({ summary }) => summary.id === id)?.summary.state
}

/** Waits until an app has heard that a run is in a state. */
export async function inState(app: TestApp, id: string, state: string): Promise<void> {
  await app.until(() => stateOf(app, id) === state, `${id} is ${state}, it is ${stateOf(app, id)}`)
}

/** A spec of so many thresholds. */
export function sweep(steps = 8, fields: Record<string, unknown> = {}): Record<string, unknown> {
  return { 'device.threshold': { from: 0.005, to: 0.04, steps }, ...fields }
}

afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
