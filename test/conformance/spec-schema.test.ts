import { expect, it } from 'vitest'
import { attackFields } from '../../src/main/engine/registry'
import { createFieldTable } from '../../src/shared/spec'
import { specJsonSchema } from '../../src/shared/spec-schema'

// Written anew by `npx vitest --project unit -u test/conformance/spec-schema.test.ts`.
it('the shipped JSON Schema is the one that follows from the fields', async () => {
  const text = `${JSON.stringify(specJsonSchema(createFieldTable(attackFields())), undefined, 2)}\n`
  await expect(text).toMatchFileSnapshot('../../resources/spec.schema.json')
})
