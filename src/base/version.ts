import { createRequire } from 'node:module'

/** By the package's own name: it is found from src and from wherever a build has put this. */
export const { version: VERSION } = createRequire(import.meta.url)('nobyte/package.json') as { version: string }
