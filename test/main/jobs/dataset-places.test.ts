import { statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { datasetPlace } from '../../../src/main/jobs/dataset-places'
import { datasetOf } from '../../../src/main/engine/data/datasets'

it('finds the MNIST files of the package they come in', () => {
  const { folder } = datasetPlace('mnist', 'unused')
  const sizes = datasetOf('mnist').files.map(({ name }) => statSync(join(folder, name)).size)
  expect(sizes).toEqual(datasetOf('mnist').files.map(({ bytes }) => bytes))
})

it('looks for any other data set in the data folder', () => {
  expect(datasetPlace('mine', 'here')).toEqual({ id: 'mine', folder: join('here', 'datasets', 'mine') })
})

it('looks for a data set that does not come with Nadir in the data folder, though a package holds it', () => {
  expect(datasetPlace('fashion-mnist', 'here')).toEqual({ id: 'fashion-mnist', folder: join('here', 'datasets', 'fashion-mnist') })
})
