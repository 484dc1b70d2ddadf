import technology from '../../../src/main/engine/device/presets/ideal'
import { describe, expect, it, onTestFinished } from 'vitest'
import { inspectTile } from '../../../src/main/engine/crossbar/inspect-tile'
import { createWorkerHost } from '../../../src/main/worker/host'
import { parseSpec } from '../../../src/shared/parse-spec'
import type { Design } from '../../../src/shared/fields'
import { createFieldTable } from '../../../src/shared/spec'
import { builtEntry } from '../../support/built'
import { untrainedModel } from '../../support/core'

const model = untrainedModel('lenet')
const design = (set: Record<string, unknown>): Design => parseSpec(createFieldTable(), set).fields as Design
const tile = { layer: 'fc1', down: 0, across: 0, sign: 'positive' } as const
const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : error)

describe('a tile that is inspected in a thread', () => {
  it('gives the same numbers as here, is refused as here, and can be stopped in the middle', async () => {
    const host = createWorkerHost({ conductor: builtEntry('worker'), shard: builtEntry('shard'), workers: 1, backend: 'wasm' })
    onTestFinished(() => host.close())
    await host.ready()
    const small = { design: design({ 'crossbar.rows': 32, 'crossbar.columns': 32 }), model, technology, tile }
    const { seconds: _there, ...there } = await host.inspect({ id: 'small', ...small }).finished
    const { seconds: _here, ...here } = inspectTile(small.design, model, technology, tile)
    expect(there).toEqual(here)
    const refused = host.inspect({ id: 'none', ...small, tile: { ...tile, layer: 'fc9' } }).finished
    expect(await refused.catch(codeOf)).toBe('bad-value')
    const wide = { 'crossbar.rows': 512, 'crossbar.columns': 1024, 'weights.bits': 8, 'device.bitsPerDevice': 1 }
    const large = host.inspect({ id: 'large', design: design(wide), model, technology, tile })
    // Its message is on its way once the start of the thread, long past, is known here.
    await host.ready()
    large.cancel()
    expect(await large.finished.catch(codeOf)).toBe('cancelled')
    // The thread that was ended is replaced.
    expect((await host.inspect({ id: 'again', ...small }).finished).rows).toBe(32)
  })
})
