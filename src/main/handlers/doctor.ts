import { existsSync } from 'node:fs'
import { availableParallelism, freemem, totalmem } from 'node:os'
import { basename } from 'node:path'
import type { CheckLine } from '../../shared/contract'
import { NadirError } from '../../shared/errors'
import { bytes, count } from '../../shared/units'
import { checkDataset, datasets, type DatasetDefinition } from '../engine/data/datasets'
import { datasetPackage } from '../jobs/dataset-places'
import type { HandlerContext } from './context'
import { checkModel } from './models'
import { examineSpeed } from './speed'

/** What works here and how fast, and whether database, models and data are whole; `deep` also reads the whole database. */
export async function examine(context: HandlerContext, deep: boolean): Promise<CheckLine[]> {
  const { stores, folderOf } = context
  const data = await Promise.all(datasets.map((definition) => examineData(definition, folderOf(definition.id))))
  return [
    { name: 'node', ok: true, text: `${process.version}, ${process.platform} ${process.arch}` },
    ...(await examineBackend(context)),
    {
      name: 'memory',
      ok: true,
      text: `${bytes(context.info().memory.used)} used by Nadir, ${bytes(freemem())} free of ${bytes(totalmem())}`,
    },
    examineDatabase(context, deep),
    ...stores.models.list().map(({ id }) => checkModel(stores.models, id)),
    ...stores.devices.list().damaged.map(({ file, error }) => failed(`device ${basename(file, '.json')}`, NadirError.fromDocument(error))),
    ...data.flat(),
  ]
}

async function examineBackend(context: HandlerContext): Promise<CheckLine[]> {
  const lines: CheckLine[] = []
  try {
    const small = await context.backend.ready()
    lines.push(backendLine('backend', small))
    const large = await context.backend.ready(largeNetworks)
    lines.push(backendLine('backend, large networks', large))
    lines.push({ name: 'threads', ok: true, text: threadsText(small.workers, small.threads) })
    return [...lines, ...(await examineSpeed(context, [small, large]))]
  } catch (error) {
    return [...lines, failed(lines.length === 0 ? 'backend' : 'speed', error)]
  }
}

/** A network for which native TensorFlow is the first choice. */
const largeNetworks = ['resnet-20']

function backendLine(name: string, backend: { name: string; version: string; note?: string }): CheckLine {
  return {
    name,
    ok: true,
    text: `${backend.name} ${backend.version}`,
    ...(backend.note === undefined ? {} : { hint: backend.note }),
  }
}

function threadsText(workers: number, threads: number): string {
  return `${workers} ${workers === 1 ? 'worker' : 'workers'} on ${availableParallelism()} cores, ${threads} ${threads === 1 ? 'thread' : 'threads'} an operation`
}

/** Every file of a data set; one that was never fetched and does not come with Nadir is no fault. */
async function examineData(definition: DatasetDefinition, folder: string): Promise<CheckLine[]> {
  const { id } = definition
  if (datasetPackage(id)?.from !== 'npm' && !existsSync(folder))
    return [{ name: `data ${id}`, ok: true, text: 'not here', hint: `\`nadir data get ${id}\` brings it.` }]
  const lines = await checkDataset(definition, folder)
  return lines.map((line) => ({ ...line, name: `data ${id}, ${line.name}` }))
}

function examineDatabase({ stores }: HandlerContext, deep: boolean): CheckLine {
  const name = 'database'
  const size = `${stores.dir}: ${bytes(stores.bytes())}, ${count(stores.runs.count())} runs`
  if (!deep) return { name, ok: true, text: size }
  try {
    const damage = stores.damage()
    if (damage.length === 0) return { name, ok: true, text: `${size}, checked and whole` }
    return {
      name,
      ok: false,
      text: `${size}: ${damage.slice(0, 3).join('; ')}`,
      hint: 'Put back a copy, or move the file away to start afresh.',
    }
  } catch (error) {
    return failed(name, error)
  }
}

function failed(name: string, error: unknown): CheckLine {
  const { message, hint } = NadirError.from(error)
  return { name, ok: false, text: message, ...(hint === undefined ? {} : { hint }) }
}
