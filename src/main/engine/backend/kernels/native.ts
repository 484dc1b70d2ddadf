import * as tf from '@tensorflow/tfjs-core'

/** An attribute of a TensorFlow operation. */
export type Attribute =
  | { name: string; type: 'dtype'; value: 'float' }
  | { name: string; type: 'string'; value: string }
  | { name: string; type: 'float' | 'int'; value: number }
  | { name: string; type: 'bool'; value: boolean }
  | { name: string; type: 'ints'; value: number[] }

export const FLOAT: Attribute = { name: 'T', type: 'dtype', value: 'float' }

/** The parts of tfjs-node's backend that run an operation by its name. */
interface NativeBackend {
  binding: Record<string, number>
  executeSingleOutput(name: string, attributes: object[], inputs: tf.Tensor[]): tf.Tensor
  executeMultipleOutputs(name: string, attributes: object[], inputs: tf.Tensor[], outputs: number): tf.Tensor[]
}

const kinds = {
  dtype: 'TF_ATTR_TYPE',
  string: 'TF_ATTR_STRING',
  float: 'TF_ATTR_FLOAT',
  int: 'TF_ATTR_INT',
  bool: 'TF_ATTR_BOOL',
  ints: 'TF_ATTR_INT',
}

function backend(): NativeBackend {
  return tf.findBackend('tensorflow') as unknown as NativeBackend
}

function coded(attributes: readonly Attribute[], binding: NativeBackend['binding']): object[] {
  return attributes.map(({ name, type, value }) => ({
    name,
    type: binding[kinds[type]],
    value: type === 'dtype' ? binding['TF_FLOAT'] : value,
  }))
}

/** Runs an operation of native TensorFlow that TensorFlow.js has no name for; one result. */
export function execute(name: string, attributes: readonly Attribute[], inputs: tf.Tensor[]): tf.Tensor {
  const native = backend()
  return native.executeSingleOutput(name, coded(attributes, native.binding), inputs)
}

/** The same with several results. */
export function executeAll(name: string, attributes: readonly Attribute[], inputs: tf.Tensor[], results: number): tf.Tensor[] {
  const native = backend()
  return native.executeMultipleOutputs(name, coded(attributes, native.binding), inputs, results)
}
