import js from '@eslint/js'
import prettier from 'eslint-config-prettier'
import vue from 'eslint-plugin-vue'
import { defineConfig } from 'eslint/config'
import globals from 'globals'
import tseslint from 'typescript-eslint'

const names = (list, why) => list.map((name) => ({ name, message: why }))
const node = ['process', 'Buffer', 'require', 'module', '__dirname', '__filename', 'global']
const dom = ['document', 'window', 'navigator', 'localStorage', 'sessionStorage', 'location', 'alert', 'confirm']

export default defineConfig(
  { ignores: ['node_modules/', 'out/', 'dist/', 'coverage/', 'resources/', 'test/fixtures/', 'src/main/engine/backend/assembly/'] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  ...vue.configs['flat/recommended'],
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.vue'],
      },
    },
    rules: {
      'no-console': 'error',
      // Tables of published coefficients keep the digits they were published with.
      'no-loss-of-precision': 'off',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      // Methods share one asynchronous shape, whether or not one of them has to wait.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['**/*.vue'],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: { 'vue/multi-word-component-names': 'off' },
  },
  {
    // One type check covers every folder, so what each may not reach is said here.
    files: ['src/shared/**'],
    rules: { 'no-restricted-globals': ['error', ...names([...node, ...dom], 'src/shared is pure TypeScript: neither Node nor the DOM.')] },
  },
  {
    files: ['src/renderer/**'],
    languageOptions: { globals: globals.browser },
    rules: { 'no-restricted-globals': ['error', ...names(node, 'The renderer has no Node: call the core through api.ts.')] },
  },
  {
    files: ['src/main/**'],
    rules: { 'no-restricted-globals': ['error', ...names(dom, 'The core has no DOM.')] },
  },
  { files: ['src/main/cli.ts', 'src/main/cli/**', 'test/bench/**'], rules: { 'no-console': 'off' } },
  {
    files: ['**/*.{js,mjs,cjs}'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
  prettier,
)
