import { listMethods } from '../engine/registry'
import { listFormats } from '../report/create'
import type { HandlersOf } from './context'

export function methodHandlers(): HandlersOf<'methods'> {
  return { 'methods.list': () => [...listMethods(), ...listFormats()] }
}
