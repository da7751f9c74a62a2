/** The bootstrap and DHT server that the two people of the bench meet through. */
import type { Infrastructure } from '../../src/infra.ts'
import { serve } from './children.ts'

const dist = (name: string): string => new URL(`../../dist/${name}`, import.meta.url).href
const { startInfrastructure } = await import(dist('infra.js')) as typeof import('../../src/infra.ts')
const { silentLog } = await import(dist('base/log.js')) as typeof import('../../src/base/log.ts')

let infrastructure: Infrastructure | undefined

async function open ({ home, networkFile }: { home: string, networkFile: string }): Promise<void> {
  infrastructure = await startInfrastructure({ home, networkFile, listen: ['/ip4/127.0.0.1/tcp/0'], log: silentLog })
}

serve({ open }, async () => { await infrastructure?.stop() })
