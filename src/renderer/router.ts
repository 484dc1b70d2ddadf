import { createRouter, createWebHashHistory } from 'vue-router'

/** The pages in the order of their tabs. The address holds what is shown, so that a reload shows it again. */
export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: '/', redirect: '/explore' },
    { path: '/explore/:run(r-\\d{5,})?', name: 'explore', component: () => import('./views/Explore.vue'), meta: { label: 'Explore' } },
    {
      path: '/worst/:run(r-\\d{5,})?/:point(p-\\d+)?',
      name: 'worst',
      component: () => import('./views/WorstCase.vue'),
      meta: { label: 'Worst case' },
    },
    { path: '/library', name: 'library', component: () => import('./views/Library.vue'), meta: { label: 'Library' } },
    { path: '/compare', name: 'compare', component: () => import('./views/Compare.vue'), meta: { label: 'Compare' } },
    { path: '/spec', name: 'spec', component: () => import('./views/Spec.vue'), meta: { label: 'Spec' } },
    { path: '/device', name: 'device', component: () => import('./views/Device.vue'), meta: { label: 'Devices' } },
    { path: '/crossbar', name: 'crossbar', component: () => import('./views/Crossbar.vue'), meta: { label: 'Crossbar' } },
    { path: '/reports', name: 'reports', component: () => import('./views/Reports.vue'), meta: { label: 'Reports' } },
    { path: '/:unknown(.*)*', redirect: '/explore' },
  ],
})

export const pages = [
  { name: 'explore', label: 'Explore' },
  { name: 'worst', label: 'Worst case' },
  { name: 'library', label: 'Library' },
  { name: 'compare', label: 'Compare' },
  { name: 'spec', label: 'Spec' },
  { name: 'device', label: 'Devices' },
  { name: 'crossbar', label: 'Crossbar' },
  { name: 'reports', label: 'Reports' },
] as const

router.afterEach((to) => {
  document.title = typeof to.meta['label'] === 'string' ? `${to.meta['label']} - Nadir` : 'Nadir'
})
