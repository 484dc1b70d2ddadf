import { readCrossbar } from '../../shared/crossbar-layers'
import { derive } from '../../shared/device-math'
import { layerShapes } from '../engine/network/zoo'
import type { HandlerContext, HandlersOf } from './context'
import { deviceOf } from './devices'
import { firstDesign } from './read-spec'

export function crossbarHandlers({ fields, jobs, stores }: HandlerContext): HandlersOf<'crossbar'> {
  return {
    'crossbar.layers': ({ spec }) => {
      const design = firstDesign(fields, spec)
      return readCrossbar(design, layerShapes(stores.models.load(design.model).manifest.network))
    },
    'crossbar.inspect': ({ spec, job, ...tile }) => {
      const design = firstDesign(fields, spec)
      const model = stores.models.load(design.model)
      // A design that cannot be built is refused before a thread is asked.
      derive(design, layerShapes(model.manifest.network))
      return jobs.inspect({ design, model, technology: deviceOf(stores.devices, design['device.preset']), tile }, job)
    },
    'crossbar.cancel': ({ job }) => ({ cancelled: jobs.cancelInspecting(job) }),
  }
}
