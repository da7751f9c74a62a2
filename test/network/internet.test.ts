/** The routers that other tests lean on must be what their names say. */
import { describe, expect, test } from 'vitest'
import { needsInternet } from '../support/needs.ts'
import { Internet, ROUTERS, type Computer, type Router } from './internet.ts'
import { runScript } from './processes.ts'

interface Packet {
  text: string
  address: string
  port: number
}

interface Socket {
  address: string
  port: number
  /** resolves when it has left: between these computers, that is when it has arrived or been turned away */
  send: (to: { address: string, port: number }, text: string) => Promise<void>
  /** the next packet that it gets */
  next: () => Promise<Packet>
}

async function socketOn ({ through, ip4, ip6 }: Computer): Promise<Socket> {
  const script = await runScript('udp.ts', [ip4 === undefined ? '6' : '4'], through)
  const packets: Packet[] = []
  return {
    address: (ip4 ?? ip6)!,
    port: (script.first as { port: number }).port,
    async send ({ address, port }, text) {
      script.stdin.write(`${JSON.stringify([address, port, text])}\n`)
      for (let line = await script.line(); ; line = await script.line()) {
        const { sent, ...packet } = line as { sent?: boolean } & Packet
        if (sent === undefined) packets.push(packet)
        else return expect(sent).toBe(true)
      }
    },
    next: async () => packets.shift() ?? await script.line() as Packet
  }
}

/** What a home that has sent to one port looks like to it, to another port, and to another computer; and who is let in. */
async function probe (router: Router): Promise<{ sees: [Packet, Packet, Packet], letIn: string[] }> {
  using internet = new Internet()
  const [near, far] = [internet.server(), internet.server()]
  const home = internet.home(router)
  const [one, two, other, stranger] = [await socketOn(near), await socketOn(near), await socketOn(far), await socketOn(far)]
  const own = await socketOn(home)
  await own.send(one, 'hello')
  const seen = await one.next()
  await stranger.send(seen, 'from a stranger')
  await two.send(seen, 'from another port')
  await one.send(seen, 'an answer')
  const letIn: string[] = []
  for (let text = ''; text !== 'an answer';) {
    text = (await own.next()).text
    letIn.push(text)
  }
  await own.send(two, 'hello')
  await own.send(other, 'hello')
  return { sees: [seen, await two.next(), await other.next()], letIn: letIn.slice(0, -1) }
}

const everybody = ['from a stranger', 'from another port']

describe('a made-up internet', () => {
  const expected = {
    none: { ports: 1, letIn: everybody },
    'full-cone': { ports: 1, letIn: everybody },
    'port-restricted': { ports: 1, letIn: [] },
    symmetric: { ports: 3, letIn: [] }
  }
  for (const router of ROUTERS) {
    needsInternet(test)(`has routers of the kind "${router}"`, async () => {
      const { sees, letIn } = await probe(router)
      expect(new Set(sees.map(({ address }) => address)).size).toBe(1)
      expect(new Set(sees.map(({ port }) => port)).size).toBe(expected[router].ports)
      expect(letIn).toEqual(expected[router].letIn)
    })
  }

  needsInternet(test)('has IPv6 without translation: a home is seen as it is, and lets in only answers', async () => {
    using internet = new Internet()
    const only6 = { ip4: false, ip6: true }
    const [server, stranger] = [await socketOn(internet.server(only6)), await socketOn(internet.server(only6))]
    const home = await socketOn(internet.home('port-restricted', only6))
    await stranger.send(home, 'from a stranger')
    await home.send(server, 'hello')
    const seen = await server.next()
    expect(seen).toMatchObject({ address: home.address, port: home.port })
    await server.send(seen, 'an answer')
    expect(await home.next()).toMatchObject({ text: 'an answer', address: server.address })
  })
})
