import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { noise } from '@chainsafe/libp2p-noise'
import { identify } from '@libp2p/identify'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'
import { describe, expect, onTestFinished, test } from 'vitest'
import { networkPrefix, PROTOCOLS } from '../../../src/wire/protocols.ts'
import { Terminal } from '../../cli/terminal.ts'
import { Talker } from './talkers.ts'

interface Home {
  ada: Talker
  radia: Talker
  address: string
  networkId: string
  /** what only Ada's friends may learn, in every form that could travel */
  secrets: Buffer[]
}

/** Ada's node in a process of its own, known to Radia, on a network of their own. */
async function adaAtHome (infra: Terminal, ...options: string[]): Promise<Home> {
  const network = join(infra.folder, 'network.json')
  await infra.json('network', 'create', '--name', 'ours', '--out', network, ...options)
  await infra.json('serve', '--network', network, '--listen', '/ip4/127.0.0.1/tcp/0', '--background')
  const open = (name: string): Talker => new Talker({ folder: join(infra.folder, name), name, network })
  const [ada, radia] = [open('Ada Lovelace'), open('Radia Perlman')]
  await Promise.all([ada.start(), radia.start()])
  await radia.ask({ command: 'accept', link: await ada.ask({ command: 'invite' }) })
  const identities = await Promise.all([ada, radia].map(async talker =>
    await talker.ask<{ accountId: string, deviceId: string, name: string, addresses: string[] }>({ command: 'identify' })))
  return {
    ada,
    radia,
    address: identities[0]!.addresses[0]!,
    networkId: (JSON.parse(await readFile(network, 'utf8')) as { id: string }).id,
    secrets: identities.flatMap(({ accountId, deviceId, name }) => [
      Buffer.from(name), ...[accountId, deviceId].flatMap(id => [Buffer.from(id), Buffer.from(id, 'hex'), Buffer.from(toBase64(id))])
    ])
  }
}

const toBase64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64url')

/** Connects, says something, and hears until the other side hangs up or has said enough. */
async function listenTo (address: string, said: Uint8Array, enough: number): Promise<Buffer> {
  const [, , host, , port] = address.split('/')
  const socket = connect(Number(port), host)
  socket.on('error', () => {})
  socket.write(said)
  let heard = Buffer.alloc(0)
  socket.on('data', data => {
    heard = Buffer.concat([heard, data])
    if (heard.length >= enough) socket.destroy()
  })
  await once(socket, 'close')
  return heard
}

async function stranger (networkId: string) {
  const node = await createLibp2p({
    transports: [tcp()], connectionEncrypters: [noise()], streamMuxers: [yamux()],
    services: { identify: identify({ protocolPrefix: networkPrefix(networkId), runOnConnectionOpen: false }) }
  })
  onTestFinished(async () => { await node.stop() })
  return node
}

describe('a stranger at the door of a private network', () => {
  test('who has no key hears random bytes, others each time', async () => {
    await using infra = await Terminal.open()
    const { address, secrets } = await adaAtHome(infra)
    const [once_, again] = [await listenTo(address, randomBytes(512), 24), await listenTo(address, randomBytes(512), 24)]
    expect(once_.length).toBeGreaterThanOrEqual(24) // the nonce of the network's cipher
    expect(again.subarray(0, 24)).not.toEqual(once_.subarray(0, 24))
    for (const heard of [once_, again]) {
      for (const secret of [...secrets, Buffer.from('multistream'), Buffer.from('nobyte')]) expect(heard.includes(secret)).toBe(false)
    }
  })
})

describe('a stranger on an open network', () => {
  test('learns that there is a node, and from no answer whose it is or whom they know', async () => {
    await using infra = await Terminal.open()
    const { address, networkId, secrets } = await adaAtHome(infra, '--open')
    const node = await stranger(networkId)
    const learned: Buffer[] = []

    const asked = await node.dial(multiaddr(address), { force: true })
    const { agentVersion, protocolVersion, protocols, listenAddrs } = await node.services.identify.identify(asked)
    learned.push(Buffer.from(JSON.stringify({ agentVersion, protocolVersion, protocols, addresses: listenAddrs.map(String) })))
    await asked.close()

    const sizesOf = [[PROTOCOLS.delivery, { proof: 80, reply: 64 }], [PROTOCOLS.invite, { proof: 12 * 1024, reply: 256 }]] as const
    for (const [protocol, sizes] of sizesOf) {
      for (let i = 0; i < 2; i++) {
        const connection = await node.dial(multiaddr(address), { force: true })
        const stream = await connection.newStream(protocol)
        let heard = Buffer.alloc(0)
        stream.addEventListener('message', ({ data }) => { heard = Buffer.concat([heard, data.subarray()]) })
        const ended = Promise.race(['close', 'remoteCloseWrite'].map(async event => { await once(stream, event) }))
        stream.send(framed(randomBytes(sizes.proof)))
        await ended
        expect(heard.length, protocol).toBe(framed(new Uint8Array(sizes.reply)).length)
        expect(learned.some(other => other.equals(heard))).toBe(false)
        learned.push(heard)
        await connection.close()
      }
    }
    for (const answer of learned) for (const secret of secrets) expect(answer.includes(secret)).toBe(false)
  })

  test('who keeps trying is soon refused without an answer, while a friend at the same address still gets in', async () => {
    await using infra = await Terminal.open()
    const { address, networkId, ada, radia } = await adaAtHome(infra, '--open')
    const node = await stranger(networkId)
    const answered: boolean[] = []
    for (let i = 0; i < 8; i++) {
      const connection = await node.dial(multiaddr(address), { force: true })
      const stream = await connection.newStream(PROTOCOLS.delivery)
      const ended = Promise.race(['close', 'remoteCloseWrite'].map(async event => { await once(stream, event) }))
      answered.push(false)
      stream.addEventListener('message', () => { answered[i] = true })
      stream.send(framed(randomBytes(80)))
      await ended
      await connection.close()
    }
    // Who else came from this address and was unknown has used up a try as well.
    expect(answered[0]).toBe(true)
    expect(answered.slice(5)).toEqual([false, false, false])

    await radia.kill()
    await radia.start()
    const heard = ada.hears(1)
    await radia.ask({ command: 'talk', atOnce: 64 })
    await heard
  })
})

/** A frame is its length as a varint, then its bytes. */
function framed (bytes: Uint8Array): Uint8Array {
  const length = bytes.byteLength < 128 ? [bytes.byteLength] : [(bytes.byteLength & 127) | 128, bytes.byteLength >> 7]
  return Buffer.concat([Uint8Array.from(length), bytes])
}
