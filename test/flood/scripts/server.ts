/** The bootstrap and DHT server that the two friends meet through. */
import type * as Logs from '../../../src/base/log.ts'
import type * as Metrics from '../../../src/api/metrics.ts'
import type * as Infra from '../../../src/infra.ts'
import { serve } from '../../bench/children.ts'

const part = (name: string): string => new URL(`../../../.cache/parts/${name}`, import.meta.url).href
const { startInfrastructure } = await import(part('infra.js')) as typeof Infra
const { publishMetrics } = await import(part('api/metrics.js')) as typeof Metrics
const { silentLog } = await import(part('base/log.js')) as typeof Logs

/** It has a network of its own, so nobody else has this port. */
const METRICS_PORT = 9464

let server: Infra.Infrastructure | undefined
let metrics: Awaited<ReturnType<typeof publishMetrics>> | undefined

async function open ({ listen, ...options }: { home: string, networkFile: string, listen: string }): Promise<string> {
  server = await startInfrastructure({ ...options, listen: [listen], log: silentLog })
  metrics = await publishMetrics({ node: server, at: String(METRICS_PORT), log: silentLog })
  return server.addresses[0]!
}

/** What its operator's Prometheus reads. */
const counted = async (): Promise<string> => await (await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)).text()

serve({ open, counted, holdings: () => server!.holdings() }, async () => {
  await metrics?.stop()
  await server?.stop()
})
