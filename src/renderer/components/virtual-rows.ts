import { useVirtualizer } from '@tanstack/vue-virtual'
import { computed, type ComputedRef, type Ref } from 'vue'

export interface VirtualRows {
  /** Rows to draw, by index. */
  indexes: ComputedRef<number[]>
  /** Heights of the empty rows above and below them, pixels. */
  above: ComputedRef<number>
  below: ComputedRef<number>
  /** Scrolls until a row is in sight. */
  reveal: (index: number) => void
}

/** Draws only the rows of a table that are in sight. `scroller` is the element that scrolls; all rows are `size` high. */
export function useVirtualRows(count: () => number, scroller: Ref<HTMLElement | null>, size: number): VirtualRows {
  const virtualizer = useVirtualizer(
    computed(() => ({
      count: count(),
      getScrollElement: () => scroller.value,
      estimateSize: () => size,
      overscan: 8,
      // The header stays at the top and would cover a row that is scrolled to.
      scrollPaddingStart: size,
    })),
  )
  const items = computed(() => virtualizer.value.getVirtualItems())
  return {
    indexes: computed(() => items.value.map((item) => item.index)),
    above: computed(() => items.value[0]?.start ?? 0),
    below: computed(() => virtualizer.value.getTotalSize() - (items.value.at(-1)?.end ?? 0)),
    reveal: (index) => virtualizer.value.scrollToIndex(index),
  }
}
