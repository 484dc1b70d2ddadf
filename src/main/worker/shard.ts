import { workerData } from 'node:worker_threads'
import { NadirError } from '../../shared/errors'
import { chooseBackend, type Backend } from '../engine/backend/choose'
import { runShard, type ShardResult } from '../engine/compute/shard'
import { inspectTile } from '../engine/crossbar/inspect-tile'
import type { PoolThreadData, ShardMessage, TileReply, TileWork } from './pool'

let backend: Promise<Backend> | undefined

/** A thread of the pool: loads the backend on its first message, then runs shards. Gradients go to shared memory. Tiles need no backend. */
export default async function shard(message: ShardMessage): Promise<Backend | ShardResult | TileReply> {
  if (message.kind === 'tile') return solveTile(message.work)
  backend ??= chooseBackend(options().backend, options().order)
  const loaded = await backend
  if (message.kind === 'hello') return loaded
  const result = runShard(message.context, message.weights, message.task, message.gradient)
  // Who asked holds the shared array already.
  if (message.gradient !== undefined) delete result.gradient
  return result
}

function solveTile({ design, model, technology, tile }: TileWork): TileReply {
  try {
    return { inspection: inspectTile(design, model, technology, tile) }
  } catch (error) {
    return { error: NadirError.from(error).toDocument() }
  }
}

/** Piscina hands a worker's data over beside its own. */
function options(): PoolThreadData {
  return (Array.isArray(workerData) ? workerData[1] : workerData) as PoolThreadData
}
