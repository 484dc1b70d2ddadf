import { derive } from '../../shared/device-math'
import { kindOf } from '../../shared/variation-fields'
import { requireTechnology } from '../../shared/technology'
import { layerShapes } from '../engine/network/zoo'
import type { HandlerContext, HandlersOf } from './context'
import { deviceOf } from './devices'
import { quotedFinding } from './quoted-finding'
import { firstDesign } from './read-spec'

export function cornerHandlers(context: HandlerContext): HandlersOf<'corners'> {
  const { stores, jobs, fields, emit, folderOf } = context
  const { corners } = stores

  function tell(name: string): void {
    // Other processes look again when this changes.
    stores.settings.keep('corners', `${name} ${stores.now()}`)
    emit({ event: 'corners.changed', data: {} })
  }

  return {
    'corners.list': () => corners.list(),
    'corners.save': ({ run, point, name }) => {
      const { from, job } = quotedFinding(context, run, point)
      const { design, z } = job.chip
      const info = {
        name,
        run,
        point: from.id,
        model: design.model,
        dataset: design['data.set'],
        kind: kindOf(design),
        method: from.result.foundBy,
        accuracy: from.result.worstOwn,
        size: z.length,
        createdAt: new Date(stores.now()).toISOString(),
      }
      corners.save({ info, design, z })
      tell(name)
      return info
    },
    'corners.delete': ({ name }) => {
      const deleted = corners.remove(name)
      if (deleted) tell(name)
      return { deleted }
    },
    'corners.replay': async ({ name, spec, job }) => {
      const corner = corners.read(name)
      const design = firstDesign(fields, spec)
      const model = stores.models.load(design.model)
      const technology = deviceOf(stores.devices, design['device.preset'])
      // A design that cannot be built is refused before a thread is asked.
      derive(design, layerShapes(model.manifest.network))
      requireTechnology(design, technology)
      const begun = performance.now()
      const set = design['data.set']
      const chip = { chip: { design, quotedBy: design, z: corner.z, model, technology }, dataset: { id: set, folder: folderOf(set) } }
      const origin = { design: corner.design, size: corner.info.size }
      const found = await jobs.analyse<'replay'>(chip, { kind: 'replay', origin }, job)
      return { corner: name, model: design.model, dataset: set, ...found, seconds: (performance.now() - begun) / 1000 }
    },
  }
}
