/**
 * Two people who are never there together, each with a node in a process of its own, and hosts that really serve. Most of the
 * time everybody waits, for receipts that are held back and copies that come later; so the stories run side by side.
 */
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { runScript, type AtEnd } from '../../network/processes.ts'
import { freePort } from '../../support/ports.ts'
import { Talker } from './talkers.ts'

const MESSAGES = 1000
/** `npm run faults -- offline`: as many */
const SOME = Number(process.env.NOBYTE_OFFLINE ?? 100)
/** At length one after another: a thousand messages keep a computer busy. */
const HOW = process.env.NOBYTE_OFFLINE === undefined ? { concurrent: true } : { timeout: 240_000 + SOME * 500 }
const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i)

interface Host {
  stop: () => Promise<void>
  /** at the same address, with what lies on its disk */
  restart: () => Promise<void>
  holds: () => Promise<{ cells: number }>
}

async function hostOf (infra: Terminal, network: string, operator: string): Promise<Host> {
  const profile = ['--profile', operator]
  const listen = `/ip4/127.0.0.1/tcp/${await freePort()}`
  const stop = async (): Promise<void> => { await infra.json(...profile, 'stop') }
  const start = async (): Promise<void> => {
    await infra.json(...profile, 'serve', '--network', network, '--listen', listen, '--operator', operator, '--background')
  }
  await start()
  return {
    stop,
    async restart () {
      await stop()
      await start()
    },
    async holds () {
      const [{ result }] = await infra.json(...profile, 'rpc', 'holdings.show')
      return result.counts
    }
  }
}

async function liarOf (network: string, operator: string, atEnd: AtEnd): Promise<void> {
  const listen = `/ip4/127.0.0.1/tcp/${await freePort()}`
  await runScript(new URL('scripts/lying-host.ts', import.meta.url), [network, listen, operator], [], atEnd)
}

async function newNetwork (infra: Terminal): Promise<string> {
  const network = join(infra.folder, 'network.json')
  await infra.json('network', 'create', '--name', 'ours', '--out', network)
  return network
}

function strangers (infra: Terminal, network: string, atEnd: AtEnd): { ada: Talker, radia: Talker } {
  const open = (name: string): Talker => new Talker({ folder: join(infra.folder, name), name, network }, atEnd)
  return { ada: open('Ada'), radia: open('Radia') }
}

/** Who know where to leave something for each other. */
async function friends (infra: Terminal, network: string, atEnd: AtEnd): Promise<{ ada: Talker, radia: Talker }> {
  const { ada, radia } = strangers(infra, network, atEnd)
  await Promise.all([ada.start(), radia.start()])
  expect(await radia.ask({ command: 'accept', link: await ada.ask({ command: 'invite' }) })).toBe('ready')
  for (const talker of [ada, radia]) await talker.ask({ command: 'wait', until: 'told where to leave things' })
  return { ada, radia }
}

/** Everything that Ada said, once each and in order, although she is off. */
async function readsAll (radia: Talker, count: number): Promise<void> {
  const heard = radia.hears(count)
  await radia.start()
  await heard
  expect(await radia.ask({ command: 'recall' })).toMatchObject({ heard: numbers(count), announced: numbers(count) })
}

describe('Ada and Radia, who are never there together', HOW, () => {
  test(`${MESSAGES} messages wait at the hosts, are read once each and in order after Ada is killed, and she learns it`, async context => {
    const { onTestFinished } = context
    await using infra = await Terminal.open()
    const network = await newNetwork(infra)
    for (const operator of ['one', 'another']) await hostOf(infra, network, operator)
    const { ada, radia } = await friends(infra, network, onTestFinished)
    await radia.kill()
    await ada.ask({ command: 'say', count: MESSAGES })
    await ada.ask({ command: 'wait', until: 'at one host' })
    await ada.kill()

    await readsAll(radia, MESSAGES)
    await radia.ask({ command: 'wait', until: 'receipts are on their way' })
    await radia.kill()

    await ada.start()
    await ada.ask({ command: 'finish' })
  })

  test(`both hosts restart and have lost all ${SOME}: Ada, who is still there, leaves them again`, async ({ onTestFinished }) => {
    await using infra = await Terminal.open()
    const network = await newNetwork(infra)
    const hosts = [await hostOf(infra, network, 'one'), await hostOf(infra, network, 'another')]
    const { ada, radia } = await friends(infra, network, onTestFinished)
    await radia.kill()
    await ada.ask({ command: 'say', count: SOME })
    await ada.ask({ command: 'wait', until: 'at one host' })
    const held = async (): Promise<number> => {
      const [one, another] = await Promise.all(hosts.map(async host => await host.holds()))
      return one!.cells + another!.cells
    }
    const before = await held()
    for (const host of hosts) await host.restart()
    await vi.waitFor(async () => { expect(await held()).toBeGreaterThanOrEqual(before) }, { timeout: 120_000, interval: 500 })
    await ada.ask({ command: 'wait', until: 'at one host' })
    await ada.kill()

    await readsAll(radia, SOME)
  })

  test('one of the two hosts is gone for good: nothing is lost', async ({ onTestFinished }) => {
    await using infra = await Terminal.open()
    const network = await newNetwork(infra)
    const [one] = [await hostOf(infra, network, 'one'), await hostOf(infra, network, 'another')]
    const { ada, radia } = await friends(infra, network, onTestFinished)
    await radia.kill()
    await ada.ask({ command: 'say', count: SOME })
    await ada.ask({ command: 'wait', until: 'at two hosts' })
    await one.stop()
    await ada.kill()

    await readsAll(radia, SOME)
  })

  test('one of the two hosts alters every third cell: nothing is lost, and it is named', async ({ onTestFinished }) => {
    await using infra = await Terminal.open()
    const network = await newNetwork(infra)
    await liarOf(network, 'liar', onTestFinished)
    await hostOf(infra, network, 'another')
    const { ada, radia } = await friends(infra, network, onTestFinished)
    await radia.kill()
    // What is said at once may fill one cell alone, and that one be left as it was; of three one is altered.
    for (const from of [0, 1]) {
      await ada.ask({ command: 'say', count: 1, from })
      await ada.ask({ command: 'wait', until: 'at one host' })
    }
    await ada.ask({ command: 'say', count: SOME - 2, from: 2 })
    await ada.ask({ command: 'wait', until: 'at two hosts' })
    await ada.kill()

    await readsAll(radia, SOME)
    await vi.waitFor(async () => { expect(await radia.ask({ command: 'accuse' })).toEqual(['liar']) }, { timeout: 180_000, interval: 100 })
  })

  test('they become contacts through a link, and have each other\'s first words', async ({ onTestFinished }) => {
    await using infra = await Terminal.open()
    const network = await newNetwork(infra)
    for (const operator of ['one', 'another']) await hostOf(infra, network, operator)
    const { ada, radia } = strangers(infra, network, onTestFinished)
    await ada.start()
    await ada.ask({ command: 'wait', until: 'fetching at two hosts' })
    const link = await ada.ask<string>({ command: 'invite' })
    await ada.kill()

    await radia.start()
    expect(await radia.ask({ command: 'request', link })).toBe('pending')
    await radia.ask({ command: 'say', count: 1 })
    await radia.ask({ command: 'wait', until: 'at one host' })
    await radia.kill()

    const adaHears = ada.hears(1)
    await ada.start()
    await adaHears
    await ada.ask({ command: 'wait', until: 'a friend is there to write to' })
    await ada.ask({ command: 'say', count: 1 })
    await ada.ask({ command: 'wait', until: 'at one host' })
    await ada.ask({ command: 'wait', until: 'receipts are on their way' })
    await ada.kill()

    const radiaHears = radia.hears(1)
    await radia.start()
    await radiaHears
    await radia.ask({ command: 'wait', until: 'a friend is there to write to' })
    await radia.ask({ command: 'finish' }) // what she wrote first was received
    expect(await radia.ask({ command: 'recall' })).toMatchObject({ heard: [0], said: [0] })
  })
})
