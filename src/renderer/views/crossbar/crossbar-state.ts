import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { CallInput, ModelInfo } from '../../../shared/contract'
import { readCrossbar, type CrossbarReading, type LayerReading } from '../../../shared/crossbar-layers'
import { NadirError, type ErrorDocument } from '../../../shared/errors'
import type { Design } from '../../../shared/fields'
import { specToFile } from '../../../shared/spec'
import { baseDesign } from '../../stores/draft'
import { useDesigns } from '../../stores/designs'
import { useModels } from '../../stores/models'

/** Which tile is looked at. */
export interface TileChoice {
  layer: string
  down: number
  across: number
  sign: 'positive' | 'negative'
}

export interface CrossbarState {
  /** The design of the form, without its axes. */
  design: ComputedRef<Design>
  /** Labels of the fields that are swept and stand here at the form's own value. */
  swept: ComputedRef<string[]>
  model: ComputedRef<ModelInfo | undefined>
  /** The layers on tiles, or why there are none. */
  reading: ComputedRef<CrossbarReading | undefined>
  problem: ComputedRef<ErrorDocument | undefined>
  layer: ComputedRef<LayerReading | undefined>
  tile: ComputedRef<TileChoice | undefined>
  /** The question about the tile: only what it depends on, so that nothing else asks it again. */
  question: ComputedRef<Omit<CallInput<'crossbar.inspect'>, 'job'> | undefined>
  choose: (change: Partial<TileChoice>) => void
}

/** Groups of fields that a tile and its parasitics do not depend on. */
const elsewhere = new Set(['attack', 'sampling', 'certify', 'data', 'seed', 'variation'])

/** What the page shows: the design in the form, and the tile in the address. */
export function useCrossbarState(): CrossbarState {
  const route = useRoute()
  const router = useRouter()
  const designs = useDesigns()
  const models = useModels()

  const design = computed(() => baseDesign(designs.draft))
  const swept = computed(() => designs.draft.axes.map(({ field }) => designs.byName.get(field)?.label.toLowerCase() ?? field))
  const model = computed(() => models.byId.get(String(design.value.model)))
  const outcome = computed((): { reading?: CrossbarReading; problem?: ErrorDocument } => {
    if (!designs.ready || model.value === undefined) return {}
    try {
      return { reading: readCrossbar(design.value, model.value.layers) }
    } catch (error) {
      return { problem: NadirError.from(error).toDocument() }
    }
  })
  const reading = computed(() => outcome.value.reading)

  const text = (name: string): string | undefined => {
    const value = route.query[name]
    return typeof value === 'string' ? value : undefined
  }
  const layer = computed(() => {
    const layers = reading.value?.layers ?? []
    // Without a choice the largest: there resistances tell most.
    return layers.find(({ name }) => name === text('layer')) ?? [...layers].sort((a, b) => b.devices - a.devices)[0]
  })
  const tile = computed((): TileChoice | undefined => {
    if (layer.value === undefined || reading.value === undefined) return undefined
    const [down = 0, across = 0] = (text('tile') ?? '').split(',').map(Number)
    const within = (at: number, tiles: number): number => (Number.isInteger(at) ? Math.min(tiles - 1, Math.max(0, at)) : 0)
    return {
      layer: layer.value.name,
      down: within(down, layer.value.down),
      across: within(across, layer.value.across),
      sign: reading.value.planes > 1 && text('sign') === 'negative' ? 'negative' : 'positive',
    }
  })
  const question = computed(() => {
    if (tile.value === undefined) return undefined
    const own = Object.entries(design.value).filter(([name]) => !elsewhere.has(name.split('.')[0] ?? name))
    return { spec: specToFile({ fields: Object.fromEntries(own), axes: [] }), ...tile.value }
  })

  function choose(change: Partial<TileChoice>): void {
    if (tile.value === undefined) return
    const { layer: name, down, across, sign } = { ...tile.value, ...change }
    void router.replace({ name: 'crossbar', query: { layer: name, tile: `${down},${across}`, ...(sign === 'negative' ? { sign } : {}) } })
  }

  return { design, swept, model, reading, problem: computed(() => outcome.value.problem), layer, tile, question, choose }
}
