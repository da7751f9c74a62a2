/** The bootstrap and DHT server that the two friends meet through. */
import type * as Logs from '../../../src/base/log.ts'
import type * as Infra from '../../../src/infra.ts'
import { serve } from '../../bench/children.ts'

const part = (name: string): string => new URL(`../../../.cache/parts/${name}`, import.meta.url).href
const { startInfrastructure } = await import(part('infra.js')) as typeof Infra
const { silentLog } = await import(part('base/log.js')) as typeof Logs

let server: Infra.Infrastructure | undefined

async function open ({ listen, ...options }: { home: string, networkFile: string, listen: string }): Promise<string> {
  server = await startInfrastructure({ ...options, listen: [listen], log: silentLog })
  return server.addresses[0]!
}

serve({ open, holdings: () => server!.holdings() }, async () => { await server?.stop() })
