/** The method table, without logic: each name maps onto one call of the node it speaks for. */
import { AppError } from '../base/errors.ts'
import type { MethodTable } from './dispatch.ts'
import { followEvents, type EventSource } from './events.ts'
import type { ChannelsFacade, ChatsFacade, GroupsFacade, InfrastructureControl, MessengerFacade, NodeControl } from './node.ts'

export function nodeMethodTable (node: NodeControl): MethodTable {
  return {
    status: async () => await node.status(),
    ready: () => node.ready(),
    unlock: async ({ passphrase }) => await node.unlock(passphrase),
    lock: done(() => { node.lock() }),
    stop: done(() => { node.stop() }),
    'profile.create': async (params, { signal }) => await node.createProfile(params, { signal }),
    'profile.words': () => ({ recoveryWords: node.newWords() }),
    'profile.recover': async (params, { signal }) => await node.recoverProfile(params, { signal }),
    'passphrase.change': done(async ({ current, next }) => { await node.changePassphrase(current, next) }),
    'echo.start': async (_params, { signal }) => await node.startEcho({ signal }),
    'echo.stop': done(async () => { await node.stopEcho() }),
    'page.open': async params => await node.openPage(params),
    'identity.show': () => node.messenger().identity(),
    'network.show': async () => await node.network(),
    'network.join': async ({ network, link }) => {
      if ((network === undefined) === (link === undefined)) throw new AppError('BAD_INPUT', 'a network file or a link: one of the two')
      return network === undefined ? await node.joinNetworkOf(link!) : await node.joinNetwork(network)
    },
    'network.reconnect': done(async () => { await node.reconnect() }),
    'holdings.delete': done(async ({ name }) => { await node.deleteHolding(name) }),
    'network.export': () => node.exportNetwork(),
    'network.way': done(async ({ way }) => { await node.chooseWay(way) }),
    'holdings.show': async () => {
      const holdings = await node.holdings()
      const tables = holdings.filter(({ kind }) => kind === 'table')
      return { counts: Object.fromEntries(tables.map(({ name, count }) => [name, count])), holdings }
    },
    ...peopleTable(() => node.messenger()),
    ...meetingTable(node),
    ...messageTable(node),
    ...chatTable(() => node.messenger().chats),
    ...groupTable(node),
    ...channelTable(() => node.messenger().channels),
    ...mailboxTable(() => node.messenger()),
    ...nearbyTable(node)
  }
}

/** What the page may call: everything but to let in others. */
export function pageMethodTable (node: NodeControl): MethodTable {
  const { 'page.open': _, ...table } = nodeMethodTable(node)
  return table
}

export function infrastructureMethodTable (node: InfrastructureControl): MethodTable {
  return {
    status: async () => await node.status(),
    ready: () => node.ready(),
    stop: done(() => { node.stop() }),
    'network.show': async () => await node.network(),
    'holdings.show': async () => ({ counts: await node.holdings() })
  }
}

const done = <Params>(task: (params: Params) => Promise<void> | void) => async (params: Params): Promise<Record<string, never>> => {
  await task(params)
  return {}
}

function peopleTable (open: () => MessengerFacade): MethodTable {
  return {
    'people.list': async () => ({ contacts: await open().people() }),
    'people.rename': async ({ who, name }) => await open().renamePerson(who, name),
    'people.remove': done(async ({ who }) => { await open().removePerson(who) }),
    'people.block': async ({ who }) => await open().block(who),
    'people.unblock': async ({ who }) => await open().unblock(who),
    'people.verify': async ({ who }) => await open().verify(who),
    'people.confirm': async ({ who, match }) => await open().confirmVerified(who, match),
    'people.acceptKey': async ({ who }) => await open().acceptKeyChange(who),
    'people.setReceipts': async ({ who, on }) => await open().setReadReceipts(who, on),
    'people.setTyping': async ({ who, on }) => await open().setTyping(who, on),
    'people.why': async ({ who }) => await open().why(who)
  }
}

function chatTable (chats: () => ChatsFacade): MethodTable {
  return {
    'chats.list': async ({ who }) => ({ chats: await chats().list(who) }),
    'chats.mute': async ({ who, forMs }) => await chats().mute(who, forMs),
    'chats.expire': async ({ who, afterMs }) => await chats().expire(who, afterMs),
    'chats.archive': async ({ who, on }) => await chats().archive(who, on),
    'chats.markUnread': async ({ who }) => await chats().markUnread(who),
    'chats.setNote': async ({ who, text }) => await chats().setNote(who, text),
    'chats.typing': done(async ({ who, on }) => { await chats().typing(who, on) }),
    'chats.draft': async ({ who }) => ({ draft: await chats().draft(who) ?? null }),
    'chats.setDraft': done(async ({ who, text, ...options }) => { await chats().setDraft(who, text, options) }),
    'preferences.get': async () => await chats().preferences(),
    'preferences.set': done(async preferences => { await chats().setPreferences(preferences) })
  }
}

function groupTable (node: NodeControl): MethodTable {
  const groups = (): GroupsFacade => node.messenger().groups
  return {
    'groups.list': async () => ({ groups: await groups().list() }),
    'groups.create': async ({ name, people }) => await groups().create(name, people),
    'groups.info': async ({ group }) => await groups().info(group),
    'groups.add': async ({ group, people, role }) => await groups().add(group, people, role),
    'groups.remove': async ({ group, person }) => await groups().remove(group, person),
    'groups.setRole': async ({ group, person, role }) => await groups().setRole(group, person, role),
    'groups.set': async ({ group, ...settings }) => await groups().set(group, settings),
    'groups.accept': async ({ group }) => await groups().accept(group),
    'groups.offerPast': async ({ group, person, last }) => await groups().offerPast(group, person, last === undefined ? {} : { last }),
    'groups.link': async ({ group, ...options }) => await node.messenger().groupLinks.make(group, options),
    'groups.links': async ({ group }) => ({ links: await node.messenger().groupLinks.list(group) }),
    'groups.revokeLinks': async ({ group }) => ({ revoked: await node.messenger().groupLinks.revoke(group) }),
    'groups.join': async ({ link, ...options }, { signal }) => await node.joinGroup(link, { ...options, signal }),
    'groups.leave': async ({ group }) => await groups().leave(group),
    'groups.forget': done(async ({ group }) => { await groups().forget(group) }),
    'groups.verify': async ({ group }) => await groups().verify(group)
  }
}

function channelTable (channels: () => ChannelsFacade): MethodTable {
  return {
    'channels.list': async () => ({ channels: await channels().list() }),
    'channels.create': async ({ name }) => await channels().create(name),
    'channels.follow': async ({ link }) => await channels().follow(link),
    'channels.info': async ({ channel }) => await channels().info(channel),
    'channels.link': async ({ channel }) => await channels().link(channel),
    'channels.serve': async ({ channel, on }) => await channels().serve(channel, on),
    'channels.rename': async ({ channel, name }) => await channels().rename(channel, name),
    'channels.admit': async ({ channel, key, name }) => await channels().admit(channel, key, name),
    'channels.dismiss': async ({ channel, admin }) => await channels().dismiss(channel, admin),
    'channels.leave': async ({ channel }) => await channels().leave(channel)
  }
}

function mailboxTable (open: () => MessengerFacade): MethodTable {
  return {
    'mailboxes.list': () => ({ mailboxes: open().mailboxes() }),
    'mailboxes.add': async ({ address, own = false }, { signal }) => await open().addMailbox(address, { own, signal }),
    'mailboxes.remove': async ({ host }, { signal }) => {
      await open().removeMailbox(host, { signal })
      return {}
    }
  }
}

function nearbyTable ({ nearby }: Pick<NodeControl, 'nearby'>): MethodTable {
  return {
    'nearby.start': async ({ forMs }) => await (await nearby()).start(forMs),
    'nearby.stop': done(async () => { await (await nearby()).stop() }),
    'nearby.list': async () => (await nearby()).list(),
    'nearby.pick': async ({ id }) => (await nearby()).pick(id),
    'nearby.confirm': async ({ id, match }) => (await nearby()).confirm(id, match)
  }
}

function meetingTable (node: NodeControl): MethodTable {
  const open = (): MessengerFacade => node.messenger()
  return {
    'invites.create': async params => await open().invite(params),
    'invites.list': async () => ({ invites: await open().invites() }),
    'invites.revoke': done(async ({ inviteId }) => { await open().revokeInvite(inviteId) }),
    'invites.look': ({ link }) => ({ leadsTo: open().leadsTo(link) }),
    'invites.accept': async ({ link, ...options }, { signal }) => await node.accept(link, { ...options, signal }),
    'requests.list': async () => ({ requests: await open().requests() }),
    'requests.approve': async ({ requestId }) => await open().approveRequest(requestId),
    'requests.decline': done(async ({ requestId }) => { await open().declineRequest(requestId) })
  }
}

function messageTable (node: NodeControl): MethodTable {
  const chats = (): ChatsFacade => node.messenger().chats
  return {
    'messages.send': async ({ to, text, ...options }) => await node.messenger().send(to, text, options),
    'messages.get': async ({ contactId, messageId, ...options }) => {
      const message = await node.messenger().message(contactId, messageId, options)
      if (message === undefined) throw new AppError('NOT_FOUND', 'no such message')
      return message
    },
    'messages.read': async ({ who, ...options }) => ({ messages: await node.messenger().read(who, options) }),
    'messages.edit': async ({ messageId, text }) => await chats().edit(messageId, text),
    'messages.delete': done(async ({ messageId, ...options }) => { await chats().delete(messageId, options) }),
    'messages.react': async ({ messageId, emoji }) => await chats().react(messageId, emoji),
    'messages.pin': async ({ messageId, on }) => await chats().pin(messageId, on),
    'messages.pinned': async ({ who }) => ({ messages: await chats().pinned(who) }),
    'messages.search': async ({ text, ...options }) => ({ messages: await chats().search(text, options) }),
    'events.subscribe': ({ from }, { stream }) => {
      const log = node.events()
      // Asked anew each time: a profile that moves to another network goes on with another messenger.
      const messenger: EventSource['messenger'] = {
        message: async (contactId, messageId) => await node.messenger().message(contactId, messageId),
        person: async contactId => await node.messenger().person(contactId),
        requests: async () => await node.messenger().requests(),
        groups: { info: async group => await node.messenger().groups.info(group) },
        channels: { list: async () => await node.messenger().channels.list() }
      }
      const { latestSeq } = log
      stream(signal => followEvents({ log, messenger }, { from: from ?? latestSeq, signal }))
      return { latestSeq }
    },
    'events.unsubscribe': (_params, { endStream }) => {
      endStream()
      return {}
    }
  }
}
