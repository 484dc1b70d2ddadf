const native = {
  TF_CPP_MIN_LOG_LEVEL: '2',
  TF_NUM_INTRAOP_THREADS: '1',
  TF_NUM_INTEROP_THREADS: '1',
  OMP_NUM_THREADS: '1',
}

/**
 * Sets what native TensorFlow reads from the process's environment when it is first loaded. Work is spread over our own
 * worker threads, one operation thread each: that keeps sums in one order, and so the numbers, on any number of workers.
 * It has to happen in the main thread, before a worker loads the library.
 */
export function prepareEnvironment(): void {
  Object.assign(process.env, native)
}
