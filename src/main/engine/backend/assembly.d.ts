/** AssemblyScript compiled when Nadir is built: the WebAssembly module's bytes, base64. */
declare module '*?assembly' {
  const base64: string
  export default base64
}
