import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'electron-vite'
import type { Plugin } from 'vite'
import { assembly } from './tools/assembly-plugin.mjs'

const at = (path: string): string => resolve(import.meta.dirname, path)
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8')) as { version: string }
const define = { __NADIR_VERSION__: JSON.stringify(version) }

/** Ours is ECMAScript throughout: electron-vite's own `require` would be declared beside one made with createRequire. */
const withoutShims: Plugin = {
  name: 'nadir:without-shims',
  configResolved({ plugins }) {
    const shims = plugins.find(({ name }) => name === 'vite:esm-shim')
    if (shims) delete shims.renderChunk
  },
}

export default defineConfig({
  main: {
    define,
    plugins: [withoutShims, assembly()],
    build: {
      // The command line must still be read by an old Node, so that it can say which one it needs.
      target: 'node20',
      sourcemap: true,
      // One tfjs-core only: the engine's kernels and tfjs-node have to register with the same copy.
      externalizeDeps: { include: ['@tensorflow/tfjs-node'] },
      rolldownOptions: {
        input: {
          index: at('src/main/index.ts'),
          cli: at('src/main/cli.ts'),
          worker: at('src/main/worker/entry.ts'),
          shard: at('src/main/worker/shard.ts'),
        },
        output: { entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    define,
    build: {
      // A sandboxed preload is one CommonJS file: it can require nothing but electron.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: at('src/main/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    base: './',
    define,
    plugins: [vue()],
    build: {
      outDir: at('out/renderer'),
      rolldownOptions: { input: { index: at('src/renderer/index.html') } },
    },
  },
})
