/** The backends of TensorFlow.js that Nadir computes with. */
export const backendNames = ['tensorflow', 'wasm', 'cpu'] as const
export type BackendName = (typeof backendNames)[number]
