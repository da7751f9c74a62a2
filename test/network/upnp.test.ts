import { describe, expect, onTestFinished, test } from 'vitest'
import { utf8 } from '../../src/base/bytes.ts'
import { readDescription, readExternalAddress, readSearchAnswer } from '../../src/network/upnp/messages.ts'
import { needsInternet } from '../support/needs.ts'
import { Internet, type Computer } from './internet.ts'
import { runScript, type Script } from './processes.ts'

const AT_HOME = '192.168.1.1'

interface Opened {
  peerId: string
  addresses: string[]
  upnp: { state: string, addresses: string[], problem: string | null }
}

async function gatewayAt (home: Computer, kind: string): Promise<Script> {
  return await runScript('gateway.ts', [AT_HOME, home.ip4!, kind], home.router)
}

/** Somebody's node behind the router, after the router was asked. */
async function behind (home: Computer): Promise<Script & { first: Opened }> {
  return await runScript('opened.ts', ['upnp'], home.through) as Script & { first: Opened }
}

async function dial (from: Computer, { peerId, addresses }: { peerId: string, addresses: string[] }): Promise<unknown> {
  const caller = await runScript('opened.ts', [], from.through)
  caller.stdin.write(`${JSON.stringify({ peerId, addresses })}\n`)
  return await caller.line()
}

function internet (): Internet {
  const made = new Internet()
  onTestFinished(() => { made[Symbol.dispose]() })
  return made
}

describe('a node that may ask the router to let others in', () => {
  needsInternet(test)('is reached by somebody behind the strictest router, directly, until it stops', async () => {
    const world = internet()
    const [home, elsewhere] = [world.home('port-restricted'), world.home('symmetric')]
    const router = await gatewayAt(home, 'honest')
    const ada = await behind(home)
    const order = await router.line() as { external: number }
    expect(order).toMatchObject({ action: 'AddPortMapping', lease: 3600, open: 1 })
    const address = `/ip4/${home.ip4!}/tcp/${order.external}`
    expect(ada.first.upnp).toEqual({ state: 'open', addresses: [address], problem: null })
    expect(ada.first.addresses).toContain(`${address}/p2p/${ada.first.peerId}`)
    expect(await dial(elsewhere, { peerId: ada.first.peerId, addresses: [address] })).toEqual({ reached: ada.first.peerId })
    ada.stdin.end()
    expect(await router.line()).toMatchObject({ action: 'DeletePortMapping', external: order.external, open: 0 })
    expect(await dial(elsewhere, { peerId: ada.first.peerId, addresses: [address] })).toEqual({ failed: 'PEER_UNREACHABLE' })
  })

  needsInternet(test)('takes another port where its own is taken, and no time limit where the router knows none', async () => {
    const world = internet()
    for (const [kind, lease] of [['taken', 3600], ['lasting', 0]] as const) {
      const [home, elsewhere] = [world.home('port-restricted'), world.server()]
      const router = await gatewayAt(home, kind)
      const { first: { peerId, upnp } } = await behind(home)
      expect(await router.line()).toMatchObject({ action: 'AddPortMapping', lease })
      expect(upnp.state).toBe('open')
      expect(await dial(elsewhere, { peerId, addresses: upnp.addresses })).toEqual({ reached: peerId })
    }
  })

  needsInternet(test)('says in plain words why nobody is let in', async () => {
    const world = internet()
    const problems: Record<string, string | null> = {}
    for (const kind of ['none', 'refusing', 'behind']) {
      const home = world.home('port-restricted')
      if (kind !== 'none') await gatewayAt(home, kind)
      const { first: { addresses, upnp } } = await behind(home)
      expect(upnp.state).toBe('failed')
      expect(addresses.filter(address => !address.startsWith('/ip4/192.168.1.2/'))).toEqual([])
      problems[kind] = upnp.problem
    }
    expect(problems).toEqual({
      none: 'no router here answers (switch UPnP on in its settings, or have it pass a port on to this computer and name that with ' +
        '--announce)',
      refusing: 'the router refused (606) (its settings may say why)',
      behind: 'the router is itself behind another router, which would have to let others in as well (people are still reached ' +
        'through relays)'
    })
    const { first } = await runScript('opened.ts', ['upnp'], world.server().through) as Script & { first: Opened }
    expect(first.upnp.problem).toContain('behind no router')
  })
})

describe('whoever answers in the router\'s place', () => {
  const answer = (location: string): Uint8Array =>
    utf8(`HTTP/1.1 200 OK\r\nST: urn:schemas-upnp-org:device:InternetGatewayDevice:1\r\nLOCATION: ${location}\r\n\r\n`)
  const described = (controlUrl: string): Uint8Array => utf8('<root><service><serviceType>urn:schemas-upnp-org:service:WANIPConnection:1' +
    `</serviceType><controlURL>${controlUrl}</controlURL></service></root>`)
  const base = new URL('http://192.168.1.1:5000/root.xml')

  test('speaks for itself only', () => {
    expect(readSearchAnswer(answer('http://192.168.1.1:5000/root.xml'), AT_HOME)?.href).toBe(base.href)
    for (const location of [
      'http://192.168.1.9:80/', 'http://9.9.9.9/', 'http://router.example/', 'http://192.168.1.1@9.9.9.9/', 'https://192.168.1.1/',
      'file:///etc/passwd', `http://192.168.1.1/${'x'.repeat(300)}`, ''
    ]) expect(readSearchAnswer(answer(location), AT_HOME), location).toBeUndefined()
    expect(readSearchAnswer(answer('http://9.9.9.9/'), '9.9.9.9')).toBeUndefined() // no neighbour
    expect(readSearchAnswer(new Uint8Array(5000), AT_HOME)).toBeUndefined()
  })

  test('has orders sent to itself only, and is read no further than it is long', () => {
    expect(readDescription(described('/control'), base)).toMatchObject({ url: { href: 'http://192.168.1.1:5000/control' } })
    for (const url of ['http://9.9.9.9/control', '//9.9.9.9/control', 'javascript:1', 'ftp://192.168.1.1/']) {
      expect(readDescription(described(url), base), url).toBeUndefined()
    }
    const many = utf8('<service>'.repeat(7000))
    expect(readDescription(many, base)).toBeUndefined()
    expect(readDescription(new Uint8Array(2 ** 20), base)).toBeUndefined()
  })

  test('names no address but one of the internet', () => {
    const said = (address: string): Uint8Array => utf8(`<u:R><NewExternalIPAddress>${address}</NewExternalIPAddress></u:R>`)
    expect(readExternalAddress(said('9.4.1.1'))).toBe('9.4.1.1')
    for (const address of ['', '9.4.1', '9.4.1.256', '192.168.1.1', '127.0.0.1', '0.0.0.0', '::1', 'x.example', '224.0.0.1']) {
      expect(() => readExternalAddress(said(address)), address).toThrow()
    }
  })
})
