import { z } from 'zod'

// The content security policy forbids eval, which zod tries when a schema is made: this must be loaded before any is.
z.config({ jitless: true })
