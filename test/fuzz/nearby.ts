/** Hostile bytes for whoever lets their neighbours see them. */
import { peerIdFromString } from '@libp2p/peer-id'
import { silentLog as log } from '../../src/base/log.ts'
import { systemRandom as random } from '../../src/base/random.ts'
import { systemClock as clock } from '../../src/base/time.ts'
import { commitmentTo, newHalf } from '../../src/crypto/nearby.ts'
import { pad } from '../../src/crypto/padding.ts'
import { utf8 } from '../../src/base/bytes.ts'
import { Gathering } from '../../src/messenger/nearby/gathering.ts'
import { NEARBY_NETWORK } from '../../src/network/lan/nearby.ts'
import { createNode } from '../../src/network/node.ts'
import { createNearby } from '../../src/protocols/nearby.ts'
import { MAX_NAME_BYTES, NEARBY_NAME_BYTES } from '../../src/wire/limits.ts'
import { PROTOCOLS } from '../../src/wire/protocols.ts'
import { hostile, overhearing, visited, type HandlerTarget } from './saying.ts'

export async function nearbyTargets (): Promise<{ targets: HandlerTarget[], close: () => Promise<void> }> {
  const [node, stranger] = await Promise.all([0, 1].map(async () => await createNode({
    role: 'user', network: NEARBY_NETWORK, listen: ['/ip4/127.0.0.1/tcp/0'], mdns: false, log, limits: { dhtServer: false }
  })))
  const { heard, handlers } = overhearing(node!)
  const stopping = new AbortController()
  const done: string[] = []
  const gathering = new Gathering({
    peerId: node!.peerId,
    ask: async (...args) => await protocol.ask(...args),
    place: async () => ({ networkId: 'lan', isFree: true }),
    makeLink: async () => {
      done.push('a link was made')
      return { link: 'a link', used: async () => 'somebody' as never, revoke: async () => {} }
    },
    followLink: async link => {
      done.push(`a link was followed: ${link}`)
      return link as never
    },
    onVerified: async () => { done.push('somebody was verified') },
    onChanged: () => {},
    clock,
    random,
    log,
    signal: stopping.signal
  })
  const protocol = await createNearby({
    node: heard, name: 'Ada', onGreeted: greeted => { gathering.greeted(greeted) }, onGone: peerId => { gathering.gone(peerId) },
    onAsked: meeting => { gathering.asked(meeting) }, clock, random, log
  })
  // Names come and go. But for whoever sits there nobody comes further than to ask, and nothing is made or followed.
  const state = async (): Promise<Record<string, string>> => {
    const people = gathering.list()
    return {
      done: done.join(),
      further: people.filter(one => !['there', 'asks'].includes(one.state)).map(one => one.state).join(),
      crowd: String(people.length > 20),
      names: people.map(({ name }) => name).filter(name => Buffer.byteLength(name) > MAX_NAME_BYTES).join()
    }
  }
  const visitor = peerIdFromString(stranger!.peerId)
  const of = (name: string, protocolId: string, valid: () => Uint8Array): HandlerTarget => ({
    name,
    sideBySide: true,
    state,
    say: async dice => {
      await visited(handlers.get(protocolId)!, {
        protocol: protocolId, said: Array.from({ length: 1 + dice.below(3) }, () => hostile(valid(), dice)), remotePeer: visitor
      })
    }
  })
  return {
    targets: [
      of('a name nearby', PROTOCOLS.nearbyName, () => pad(utf8('Radia'), NEARBY_NAME_BYTES)),
      of('a meeting nearby', PROTOCOLS.nearbyMeeting, () => commitmentTo(newHalf(random).opening))
    ],
    async close () {
      stopping.abort(new Error('over'))
      await protocol.stop()
      await Promise.all([node!.stop(), stranger!.stop()])
    }
  }
}
