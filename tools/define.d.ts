/** Nadir's version, put in by the build and by the test runner from package.json. */
declare const __NADIR_VERSION__: string

/** For the linter, which does not read components; the type check does, and never comes here. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'
  const component: DefineComponent
  export default component
}
