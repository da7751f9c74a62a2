/** Messages between two people who are connected: how soon, how many, and what they cost. */
import { friends, plain, PLAIN, type Bench, type Measure } from '../bench.ts'
import { figure, spreadOf, type Figure } from '../figures.ts'
import { measureDisk } from '../machine.ts'

export async function roundTrip (bench: Bench): Promise<Figure[]> {
  const { ada, radia } = await friends(bench)
  await radia.ask('echo', { on: true })
  await ada.ask('roundTrips', { bytes: 256, count: bench.count(100) })
  const own = await ada.ask<number[]>('roundTrips', { bytes: 256, count: bench.count(800) })
  await radia.ask('echo', { on: false })
  const { here, address } = await plain(bench)
  const floor = await here.ask<number[]>('roundTrips', { address, bytes: 256, count: bench.count(4000) })
  return [figure({
    measure: 'E2EE round trip, 256 B', unit: 'ms', value: spreadOf(own), beside: { what: PLAIN, value: spreadOf(floor) },
    note: 'durable on both sides, both ways'
  })]
}

async function receipts (bench: Bench, bytes: number, size: string): Promise<Figure[]> {
  const { ada, radia } = await friends(bench)
  await ada.ask('receipts', { bytes, count: bench.count(100) })
  const before = [await ada.cpu(), await radia.cpu()]
  const { queued, delivered } = await ada.ask<Record<'queued' | 'delivered', number[]>>('receipts', { bytes, count: bench.count(1000) })
  const [sender, receiver] = [await ada.cpu(), await radia.cpu()].map((cpu, i) => Math.round((cpu - before[i]!) / delivered.length))
  const disk = measureDisk(bench.folder, { count: bench.count(400) })
  const beside = { what: 'disk sync', value: disk.value }
  return [
    disk,
    figure({ measure: `durable here, ${size}`, unit: 'ms', value: spreadOf(queued), beside }),
    figure({
      measure: `durable send to ack, ${size}`, unit: 'ms', value: spreadOf(delivered), beside,
      note: `a sync on each side, one after the other; CPU a message: ${sender} µs here, ${receiver} µs there`
    })
  ]
}

export const receipt: Measure = async bench => await receipts(bench, 256, '256 B')
export const receiptOf1KiB: Measure = async bench => await receipts(bench, 1024, '1 KiB')

export function throughput (bytes: number, size: string): Measure {
  return async bench => {
    const { ada, radia } = await friends(bench)
    const durationMs = bench.count(6000)
    await ada.ask('pipelined', { bytes, durationMs: durationMs / 4 })
    const before = [await ada.cpu(), await radia.cpu()]
    const { rate: own, count } = await ada.ask<{ rate: number, count: number }>('pipelined', { bytes, durationMs })
    const [sender, receiver] = [await ada.cpu(), await radia.cpu()].map((cpu, i) => Math.round((cpu - before[i]!) / count))
    const { here, address } = await plain(bench)
    const floor = await here.ask<number>('acknowledged', { address, bytes, durationMs: durationMs / 2 })
    return [figure({
      measure: `durable acknowledged, ${size}`, unit: 'messages/s', value: own,
      beside: { what: `${PLAIN}, not durable`, value: floor },
      note: `CPU a message: ${sender} µs here, ${receiver} µs there`
    })]
  }
}

export async function used (bench: Bench): Promise<Figure[]> {
  const { ada } = await friends(bench)
  const { here } = await plain(bench)
  return [figure({ measure: 'memory after this run', unit: 'MB', value: ada.memory(), beside: { what: PLAIN, value: here.memory() } })]
}
