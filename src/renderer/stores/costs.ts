import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { listCostConstants, valuesOf, type CostConstantInfo, type CostConstantName } from '../../shared/cost-constants'
import { call } from '../api'
import { useToasts } from './toasts'

/** The constants of the first-order cost, as the data folder has them. */
export const useCosts = defineStore('costs', () => {
  const constants = shallowRef<readonly CostConstantInfo[]>(listCostConstants())
  const values = computed(() => valuesOf(constants.value))

  const apply = (list: readonly CostConstantInfo[]): void => void (constants.value = list)

  async function load(): Promise<void> {
    apply(await call('costs.constants', {}))
  }

  /** Keeps a value; undefined is the shipped one again. What the core refuses is said. */
  async function set(name: CostConstantName, value: number | undefined): Promise<void> {
    try {
      apply(await call('costs.set', { name, value: value ?? null }))
    } catch (error) {
      useToasts().fail(error)
    }
  }

  return { constants, values, apply, load, set }
})
