/** Two people who are never there together, each with a node in a process of its own, and hosts that really serve. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Terminal } from '../../cli/terminal.ts'
import { freePort } from '../../support/ports.ts'
import { Talker } from './talkers.ts'

const MESSAGES = 1000

interface Host {
  stop: () => Promise<void>
}

async function hostOf (infra: Terminal, network: string, operator: string): Promise<Host> {
  const profile = ['--profile', operator]
  const listen = `/ip4/127.0.0.1/tcp/${await freePort()}`
  await infra.json(...profile, 'serve', '--network', network, '--listen', listen, '--operator', operator, '--background')
  return { stop: async () => { await infra.json(...profile, 'stop') } }
}

interface Friends {
  ada: Talker
  radia: Talker
  hosts: Host[]
}

/** Who know where to leave something for each other. */
async function friends (infra: Terminal): Promise<Friends> {
  const network = join(infra.folder, 'network.json')
  await infra.json('network', 'create', '--name', 'ours', '--out', network)
  const hosts = [await hostOf(infra, network, 'one'), await hostOf(infra, network, 'another')]
  const open = (name: string): Talker => new Talker({ folder: join(infra.folder, name), name, network })
  const [ada, radia] = [open('Ada'), open('Radia')]
  await Promise.all([ada.start(), radia.start()])
  expect(await radia.ask({ command: 'accept', link: await ada.ask({ command: 'invite' }) })).toBe('ready')
  for (const talker of [ada, radia]) await talker.ask({ command: 'wait', until: 'told where to leave things' })
  return { ada, radia, hosts }
}

describe('Ada and Radia, who are never there together', () => {
  test(`${MESSAGES} messages wait at the hosts, are read once each and in order after Ada is killed, and she learns it`, async () => {
    await using infra = await Terminal.open()
    const { ada, radia } = await friends(infra)
    await radia.kill()
    await ada.ask({ command: 'say', count: MESSAGES })
    await ada.ask({ command: 'wait', until: 'at one host' })
    await ada.kill()

    const heard = radia.hears(MESSAGES)
    await radia.start()
    await heard
    expect(await radia.ask({ command: 'recall' })).toMatchObject({
      heard: Array.from({ length: MESSAGES }, (_, i) => i), announced: Array.from({ length: MESSAGES }, (_, i) => i)
    })
    await radia.ask({ command: 'wait', until: 'receipts are on their way' })
    await radia.kill()

    await ada.start()
    await ada.ask({ command: 'finish' })
  })

  test('one of the two hosts is gone for good: nothing is lost', async () => {
    await using infra = await Terminal.open()
    const { ada, radia, hosts } = await friends(infra)
    await radia.kill()
    await ada.ask({ command: 'say', count: 100 })
    await ada.ask({ command: 'wait', until: 'at two hosts' })
    await hosts[0]!.stop()
    await ada.kill()

    const heard = radia.hears(100)
    await radia.start()
    await heard
    expect(await radia.ask({ command: 'recall' })).toMatchObject({ heard: Array.from({ length: 100 }, (_, i) => i) })
  })
})
