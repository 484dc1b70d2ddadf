import { z } from 'zod'
import { NadirError } from '../../shared/errors'
import { describeField } from '../../shared/fields'
import { issuesText } from '../../shared/issues'
import type { ModelData } from '../../shared/model'
import { parseValue } from '../../shared/parse-spec'
import type { FieldTable } from '../../shared/spec'
import { unknownField } from '../../shared/unknown-name'
import type { TrainJob } from '../worker/protocol'
import type { JobContext } from './context'
import { requireDataset, type DatasetFacts } from './engine-facts'
import { keepModel } from './keep-model'
import { atMostEvery } from './pace'
import type { Queue } from './queue'
import { queued } from './queued'

export interface TrainingRequest {
  method: string
  name: string
  params: Record<string, unknown>
}

/** Doors see training progress at most this often, milliseconds. */
const showEvery = 200
const paramsSchema = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]))

/**
 * Trains a network in its turn and keeps it under its name. Throws unknown-method, name-taken, unknown-dataset,
 * unknown-field, bad-value, out-of-range or not-a-number for a parameter, and `cancelled` where Nadir closes first.
 */
export async function trainModel(request: TrainingRequest, context: JobContext, queue: Queue): Promise<ModelData> {
  const { stores, engine, emit } = context
  const params = readParams(request, engine.trainingParams(request.method))
  stores.models.checkFree(request.name)
  const dataset = context.place(trainedOn(params, engine.datasets))
  const turn = { id: `training ${request.name}`, stopped: `The training of ${request.name} was cancelled.` }
  const model = await queued<ModelData>(queue, turn, async (started) => {
    await context.backend.ready()
    const job: TrainJob = { id: turn.id, name: request.name, method: request.method, params, dataset }
    const mayShow = atMostEvery(showEvery)
    const handle = context.host.train(job, (progress) => {
      if (mayShow() || progress.step === progress.steps) emit({ event: 'training.progress', data: progress })
    })
    started(handle)
    return handle.finished
  })
  keepModel(model, context)
  return model
}

/** The data set that is trained on. Throws unknown-dataset. */
function trainedOn({ data }: TrainJob['params'], datasets: readonly DatasetFacts[]): string {
  requireDataset(String(data), datasets)
  return String(data)
}

/** Each value is checked by name first, so that a wrong one reads as a wrong field of a spec does. */
function readParams({ method, params }: TrainingRequest, schema: z.ZodType): TrainJob['params'] {
  const shape: Record<string, z.ZodType> = schema instanceof z.ZodObject ? schema.shape : {}
  const table: FieldTable = new Map(
    Object.entries(shape).map(([name, field]) => [name, { schema: field, info: describeField(name, field) }]),
  )
  const hint = `\`nadir methods ${method}\` lists the parameters with their ranges.`
  for (const [name, value] of Object.entries(params)) {
    if (!table.has(name)) throw unknownField(table.keys(), name, hint)
    parseValue(table, name, value)
  }
  const parsed = schema.safeParse(params)
  if (!parsed.success) throw new NadirError('bad-value', `Parameters of ${method}: ${issuesText(parsed.error)}.`, { hint })
  return paramsSchema.parse(parsed.data)
}
