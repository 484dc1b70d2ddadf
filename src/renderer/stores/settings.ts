import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watchEffect } from 'vue'
import type { Settings } from '../../shared/contract'
import { call } from '../api'
import { useToasts } from './toasts'

const remembered = 'nadir.theme'
export type Theme = Settings['theme']

/** Shows a theme; `system` leaves the choice to the style sheet. Kept so that the next start paints it at once. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') document.documentElement.removeAttribute('data-theme')
  else document.documentElement.dataset['theme'] = theme
  localStorage.setItem(remembered, theme)
}

/** The theme of the last session, before the core has answered. */
export function rememberedTheme(): Theme {
  const theme = localStorage.getItem(remembered)
  return theme === 'light' || theme === 'dark' ? theme : 'system'
}

export const useSettings = defineStore('settings', () => {
  const accuracySpec = ref(90)
  const theme = ref<Theme>(rememberedTheme())
  /** What designs are held to, as it is written; until the user says, the lowest acceptable worst case. */
  const said = shallowRef<readonly string[]>()
  const objectives = computed(() => said.value ?? [`worst >= ${accuracySpec.value}`])
  const systemDark = ref(false)
  const dark = computed(() => (theme.value === 'system' ? systemDark.value : theme.value === 'dark'))

  const query = matchMedia('(prefers-color-scheme: dark)')
  systemDark.value = query.matches
  query.addEventListener('change', (event) => (systemDark.value = event.matches))
  watchEffect(() => applyTheme(theme.value))

  function apply(settings: Settings): void {
    accuracySpec.value = settings.accuracySpec
    theme.value = settings.theme
    said.value = settings.objectives
  }

  async function load(): Promise<void> {
    apply(await call('settings.get', {}))
  }

  /** Changes what is shown at once; the core keeps it. What the core refuses is put back. */
  async function set(change: Partial<Settings>): Promise<void> {
    const before: Settings = {
      accuracySpec: accuracySpec.value,
      theme: theme.value,
      ...(said.value === undefined ? {} : { objectives: [...said.value] }),
    }
    apply({ ...before, ...change })
    try {
      apply(await call('settings.set', change))
    } catch (error) {
      apply(before)
      useToasts().fail(error)
    }
  }

  return { accuracySpec, theme, objectives, dark, apply, load, set }
})
