// Compiles AssemblyScript where it is imported with `?assembly`: the module's bytes, base64, are what is imported, so
// that the built worker and the tests need no file beside them.
import { dirname } from 'node:path'

const flags = ['-O3', '--runtime', 'stub', '--enable', 'simd', '--noAssert', '--importMemory', '--use', 'abort=']

async function compile(file) {
  const { default: asc } = await import('assemblyscript/asc')
  let bytes
  const writeFile = (name, contents) => {
    if (name === 'out.wasm') bytes = contents
  }
  const { error, stderr } = await asc.main([file, '--outFile', 'out.wasm', '--baseDir', '/', ...flags], { writeFile })
  if (error || bytes === undefined) throw new Error(`AssemblyScript: ${error?.message ?? 'nothing came out'}\n${stderr.toString()}`)
  return Buffer.from(bytes).toString('base64')
}

/** @returns {import('vite').Plugin} */
export function assembly() {
  return {
    name: 'nadir:assembly',
    enforce: 'pre',
    /** What is compiled are all files of the folder, of which the cache of the tests would only see the first. */
    configureVitest({ defineCacheKeyGenerator }) {
      defineCacheKeyGenerator(({ id }) => (id.endsWith('?assembly') ? false : undefined))
    },
    async load(id) {
      if (!id.endsWith('?assembly')) return undefined
      const file = id.slice(0, -'?assembly'.length)
      this.addWatchFile(dirname(file))
      return { code: `export default ${JSON.stringify(await compile(file))}`, map: null }
    },
  }
}
