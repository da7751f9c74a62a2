/** The bootstrap and DHT server that the two people of the bench meet through. */
import type * as Logs from '../../src/base/log.ts'
import type * as Infra from '../../src/infra.ts'
import { serve } from './children.ts'

const dist = (name: string): string => new URL(`../../dist/${name}`, import.meta.url).href
const { startInfrastructure } = await import(dist('infra.js')) as typeof Infra
const { silentLog } = await import(dist('base/log.js')) as typeof Logs

let infrastructure: Infra.Infrastructure | undefined

async function open ({ home, networkFile }: { home: string, networkFile: string }): Promise<void> {
  infrastructure = await startInfrastructure({ home, networkFile, listen: ['/ip4/127.0.0.1/tcp/0'], log: silentLog })
}

serve({ open }, async () => { await infrastructure?.stop() })
