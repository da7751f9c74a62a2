/** Publishing and finding a contact's record, beside the stock put() and get() of the same DHT. */
import { newNetworkFile, type Bench } from '../bench.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'

/** One thread must not carry them all: it would be the thread that is measured. */
const SERVERS_A_PROCESS = 10
const SETTLE_MS = 30_000

export async function lookUp (bench: Bench): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const count of bench.size === 'tiny' ? [3] : [20, 50]) figures.push(...await measure(bench, count))
  return figures
}

async function measure (bench: Bench, count: number): Promise<Figure[]> {
  const networkFile = newNetworkFile(bench, `network-of-${count}`)
  const first = await bench.child('infrastructure.ts')
  await first.ask('open', { home: `${networkFile}.home`, networkFile })
  const others = count - 1
  const shares = Array.from({ length: Math.ceil(others / SERVERS_A_PROCESS) }, (_, i) =>
    Math.min(SERVERS_A_PROCESS, others - i * SERVERS_A_PROCESS))
  const hosts = await Promise.all(shares.map(async share => {
    const child = await bench.child('infrastructure.ts')
    await child.ask('openMany', { count: share, networkFile })
    return child
  }))
  const atLeast = Math.min(others, 18)
  const known = await Promise.all(hosts.map(async host => await host.ask<number>('known', { atLeast, withinMs: SETTLE_MS })))
  const mean = Math.round(known.reduce((sum, one) => sum + one, 0) / known.length)
  const [writer, reader] = [await bench.child('seeker.ts'), await bench.child('seeker.ts')]
  await writer.ask('open', { networkFile })
  await reader.ask('open', { networkFile })
  const { keys, ...put } = await writer.ask<{ keys: string[], ours: number[], stock: number[] }>('publish', { count: bench.count(30) })
  const got = await reader.ask<{ ours: number[], stock: number[] }>('lookUp', { keys })
  for (const child of [writer, reader, ...hosts, first]) await child.end()
  const note = `each knows ${mean} others`
  return [
    figure({
      measure: `contact look-up, ${count} DHT nodes`, unit: 'ms', value: spreadOf(got.ours),
      beside: { what: 'stock dht.get()', value: spreadOf(got.stock) }, note
    }),
    figure({
      measure: `publish, ${count} DHT nodes`, unit: 'ms', value: spreadOf(put.ours),
      beside: { what: 'stock dht.put()', value: spreadOf(put.stock) }, note
    })
  ]
}
