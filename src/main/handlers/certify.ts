import { derive } from '../../shared/device-math'
import { layerShapes } from '../engine/network/zoo'
import type { HandlerContext, HandlersOf } from './context'
import { deviceOf } from './devices'
import { firstDesign } from './read-spec'

export function certifyHandlers({ fields, jobs, stores, folderOf }: HandlerContext): HandlersOf<'certify'> {
  return {
    'certify.largest': ({ spec, method, at, width, job }) => {
      const design = firstDesign(fields, spec)
      const model = stores.models.load(design.model)
      // A design that cannot be built is refused before a thread is asked.
      derive(design, layerShapes(model.manifest.network))
      const dataset = { id: design['data.set'], folder: folderOf(design['data.set']) }
      const technology = deviceOf(stores.devices, design['device.preset'])
      const methods = method === undefined ? (['interval', 'linear'] as const) : [method]
      return jobs.certify({ design, model, dataset, technology, at, methods, width }, job)
    },
    'certify.cancel': ({ job }) => ({ cancelled: jobs.cancelCertifying(job) }),
  }
}
