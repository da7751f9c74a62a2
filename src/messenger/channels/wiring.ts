/** Channels, put together. What is said to the network for them begins with the first of them, and not before. */
import { errorFields } from '../../base/log.ts'
import type { Random } from '../../base/random.ts'
import type { Clock } from '../../base/time.ts'
import type { NetworkNode } from '../../network/node.ts'
import { createChannelTalks } from '../../protocols/channels.ts'
import type { Rendezvous } from '../../protocols/rendezvous.ts'
import type { Contacts } from '../core/contacts.ts'
import { Board } from './board.ts'
import type { Markings } from '../mail/markings.ts'
import type { Channel } from './channel.ts'
import { Channels, type ChannelsDeps } from './channels.ts'
import { Places } from './places.ts'
import { Reach } from './reach.ts'
import { Readings } from './readings.ts'
import { Spread } from './spread.ts'
import { Sync } from './sync.ts'

export interface ChannelPartsDeps extends ChannelsDeps {
  markings: Markings
  node: NetworkNode
  rendezvous: Rendezvous
  contacts: Contacts
  /** by which things expire */
  steady: Clock
  random: Random
  isGroup: (name: string) => Promise<boolean>
}

export interface ChannelParts {
  channels: Channels
  board: Board
  readings: Readings
  /** Goes on with every channel that is here. */
  start: () => void
  stop: () => Promise<void>
}

export function createChannels (deps: ChannelPartsDeps): ChannelParts {
  const { node, rendezvous, changes, steady, random, log } = deps
  const channels = new Channels(deps)
  const spread = new Spread({
    node, channels, clock: steady, random, log, onGap: id => { reach.gap(id) }, onJoined: (id, peerId) => { reach.joined(id, peerId) }
  })
  const sync = new Sync({ channels, ownId: node.peerIdBytes, random })
  const talks = createChannelTalks({
    node, clock: steady, random, log,
    answer: async (question, dialler) => await sync.answer(question, dialler, {
      onProven: async ({ connection }) => { await spread.meet(connection) }
    })
  })
  const places = new Places({ node, channels, rendezvous, clock: steady, random, log })
  const reach: Reach = new Reach({
    node, channels, places, sync, spread, talks, clock: steady, log, onChanged: id => { changes.tell('channel:changed', { channelId: id }) }
  })
  let isStarted = false

  const listen = async (): Promise<void> => { await talks.answer(channels.all.some(({ row }) => row.serving)) }
  const open = (channel: Channel): void => {
    if (!isStarted) return
    const opening = Promise.all([listen(), spread.open(channel)]).then(() => {
      reach.wake(channel.id, { anew: true })
      void places.publish(channel.id)
    })
    opening.catch((err: unknown) => { if (isStarted) log.warn('channel not opened', errorFields(err)) })
  }
  const hurry = (): void => {
    if (!isStarted) return
    for (const { id } of channels.all) {
      reach.wake(id, { anew: true })
      void places.publish(id)
    }
  }
  channels.tell({
    onOpen: open,
    onLeft: id => {
      spread.close(id)
      for (const part of [reach, places]) part.forget(id)
      listen().catch((err: unknown) => { log.warn('channels not closed', errorFields(err)) })
    },
    onPosted: (channel, post) => {
      spread.publish(channel, post).then(reached => { if (reached === 0) reach.wake(channel.id) }, (err: unknown) => {
        log.warn('post not spread', errorFields(err))
      })
    }
  })
  const offs = [
    node.events.on('dht:ready', hurry),
    node.events.on('addresses:changed', ({ isDirect }) => { if (isDirect) hurry() }),
    node.events.on('peer:disconnected', ({ peerId }) => { reach.gone(peerId) })
  ]
  return {
    channels,
    board: new Board({ ...deps, channels, sources: id => reach.sources(id) }),
    readings: new Readings({ ...deps, channels }),
    start () {
      isStarted = true
      for (const channel of channels.all) open(channel)
    },
    async stop () {
      isStarted = false
      for (const off of offs) off()
      spread.stop()
      places.stop()
      await talks.stop()
      await reach.stop()
    }
  }
}
