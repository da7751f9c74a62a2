/** The stream of events: read from the durable log in small steps, so a slow reader costs a page and not a queue. */
import { raceSignal } from '../base/abort.ts'
import type { ChannelsFacade, EventLog, GroupsFacade, LoggedEvent, MessengerFacade } from './node.ts'
import type { ApiEvent, Moment } from './schema.ts'

/** How many events are in memory for one reader. */
const PAGE = 128

export interface EventSource {
  log: EventLog
  messenger: Pick<MessengerFacade, 'message' | 'person' | 'requests'> & {
    groups: Pick<GroupsFacade, 'info'>
    channels: Pick<ChannelsFacade, 'list'>
  }
}

/** Every event after `from`, then every new one, until the signal aborts; and who comes, goes and writes, at the moment when they do. */
export async function * followEvents (
  { log, messenger }: EventSource, { from, signal }: { from: number, signal: AbortSignal }
): AsyncGenerator<ApiEvent> {
  let cursor = from
  let wake = Promise.withResolvers<void>()
  const unfollow = log.follow(() => { wake.resolve() })
  const moments = new Map<string, Moment>() // what a slow reader was not told yet; of each kind and person the last
  const unhear = log.onMoment(moment => {
    moments.set(`${moment.type} ${moment.contactId}`, moment)
    wake.resolve()
  })
  try {
    while (!signal.aborted) {
      wake = Promise.withResolvers<void>()
      for (const [key, moment] of moments) {
        moments.delete(key)
        yield moment
      }
      const page = await readPage(log, cursor)
      for (const logged of page) {
        cursor = logged.seq
        const event = await describe(logged, messenger)
        if (signal.aborted) return
        if (event !== undefined) yield event
      }
      if (page.length === 0) await raceSignal(wake.promise, signal)
    }
  } finally {
    unfollow()
    unhear()
  }
}

/** Closes the log's iterator before anything is sent: a reader that stalls must not hold a snapshot of the store. */
async function readPage (log: EventLog, cursor: number): Promise<LoggedEvent[]> {
  const page: LoggedEvent[] = []
  for await (const event of log.since(cursor)) {
    if (page.push(event) === PAGE) break
  }
  return page
}

/** @returns undefined for what is gone since, such as a message of somebody who was removed */
async function describe (
  { seq, name, payload }: LoggedEvent, messenger: EventSource['messenger']
): Promise<ApiEvent | undefined> {
  const { contactId, groupId, channelId, messageIds, state, requestId, inviteId, code } = payload as {
    contactId: string, groupId: string, channelId: string, messageIds: string[], state: 'waiting', requestId: string, inviteId: string,
    code: string
  }
  const [messageId = ''] = messageIds ?? []
  switch (name) {
    case 'message:received': {
      const message = await messenger.message(contactId, messageId)
      return message && { type: 'message', seq, ...message, contactId }
    }
    case 'message:changed': {
      const message = await messenger.message(contactId, messageId)
      return message === undefined
        ? { type: 'message-removed', seq, contactId, messageId }
        : { type: 'message-changed', seq, ...message, contactId }
    }
    case 'message:state': return { type: 'message-state', seq, contactId, messageId, state }
    case 'contact:changed': {
      const contact = await messenger.person(contactId)
      return contact && { type: 'contact', seq, ...contact }
    }
    case 'contact:removed': return { type: 'contact-removed', seq, contactId }
    case 'session:reset': return { type: 'session-reset', seq, contactId }
    case 'request:received': {
      const request = (await messenger.requests()).find(waiting => waiting.requestId === requestId)
      return { type: 'request', seq, requestId, ...(request && { name: request.name, text: request.text }) }
    }
    case 'invite:used': return { type: 'invite-used', seq, inviteId, contactId }
    case 'accept:failed': return { type: 'accept-failed', seq, code }
    case 'group:changed': return { type: 'group', seq, ...await messenger.groups.info(groupId) }
    case 'channel:changed': {
      const channel = (await messenger.channels.list()).find(one => one.channelId === channelId)
      return channel && { type: 'channel', seq, ...channel }
    }
    case 'channel:left': return { type: 'channel-left', seq, channelId }
    case 'network:changed': return { type: 'network', seq }
    case 'nearby:changed': return { type: 'nearby', seq }
    default: return undefined // written by a newer version
  }
}
