// `node try.mjs PACKAGE`: loads native TensorFlow and takes a step of a small network, in a process of its own, since a
// processor that lacks what the library was built for ends the process.
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const util = require('node:util')
// Called by tfjs-node 4.22, gone since Node 23.
util.isNullOrUndefined ??= (value) => value === null || value === undefined
util.isArray ??= Array.isArray
process.env.TF_CPP_MIN_LOG_LEVEL = '2'

const tf = require(process.argv[2])
const kernel = tf.variable(tf.fill([5, 5, 1, 6], 0.02))
const weights = tf.variable(tf.fill([864, 10], 0.01))
const images = tf.randomUniform([8, 28, 28, 1], 0, 1, 'float32', 1)
const wanted = tf.oneHot(tf.tensor1d([0, 1, 2, 3, 4, 5, 6, 7], 'int32'), 10)
const loss = () => {
  const hidden = tf.maxPool(tf.relu(tf.conv2d(images, kernel, 1, 'valid')), 2, 2, 'valid')
  return tf.losses.softmaxCrossEntropy(wanted, tf.matMul(tf.reshape(hidden, [8, 864]), weights))
}
const before = loss().dataSync()[0]
tf.train.sgd(0.01).minimize(loss)
const after = loss().dataSync()[0]
if (!(after < before)) throw new Error(`a training step does not work: the loss went from ${before} to ${after}`)
process.stdout.write(JSON.stringify({ version: tf.backend().binding.TF_Version }))
