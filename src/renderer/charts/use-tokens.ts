import { nextTick, onBeforeUnmount, onMounted, shallowRef, watch, type ShallowRef } from 'vue'
import { useSettings } from '../stores/settings'
import { readTokens, type ChartTokens } from './tokens'

/** The tokens, read once and again when the theme changes. */
export function useTokens(): ShallowRef<ChartTokens> {
  const settings = useSettings()
  const tokens = shallowRef(readTokens())
  const again = (): void => void nextTick(() => (tokens.value = readTokens()))
  watch(() => [settings.theme, settings.dark], again)
  // A style sheet that comes late, as while developing, would leave the first reading empty.
  onMounted(again)
  const query = matchMedia('(prefers-color-scheme: dark)')
  query.addEventListener('change', again)
  onBeforeUnmount(() => query.removeEventListener('change', again))
  return tokens
}
