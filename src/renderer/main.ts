import './jitless'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { applyTheme, rememberedTheme } from './stores/settings'
import './styles/index.css'

applyTheme(rememberedTheme())
createApp(App).use(createPinia()).use(router).mount('#app')
