import { readFileSync } from 'node:fs'

/** As in package.json, which lies beside both src and dist. */
const packageJson = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')

export const { version: VERSION } = JSON.parse(packageJson) as { version: string }
