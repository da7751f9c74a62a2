/** One event as a line. */
import type { KeptEvent } from '../api/schema.ts'
import type { Output } from './output.ts'
import { printableName, printableText } from './printable.ts'
import { messageLine } from './rows.ts'

export function showEvent (out: Output, event: KeptEvent): void {
  out.row(event, eventLine(out, event))
}

function eventLine (out: Output, event: KeptEvent): string {
  switch (event.type) {
    case 'message': return messageLine(out, event)
    case 'message-changed': return `${out.faint('changed')} ${messageLine(out, event)}`
    case 'message-removed': return out.faint(`${event.messageId} removed`)
    case 'message-state': return out.faint(`${event.messageId} ${event.state}`)
    case 'contact':
      return out.faint(`${printableName(event.name)} ${event.group?.state ?? event.state}${event.keyChanged ? ', KEY CHANGED' : ''}`)
    case 'contact-removed': return out.faint(`${event.contactId.slice(0, 16)} removed`)
    case 'session-reset': return out.faint(`${event.contactId.slice(0, 16)} begins a new session`)
    case 'request': {
      const { name = 'somebody', text = '', requestId } = event
      return `request from ${printableName(name)}: ${printableText(text)}  ${out.faint(requestId)}`
    }
    case 'invite-used': return out.faint(`invite ${event.inviteId} used by ${event.contactId.slice(0, 16)}`)
    case 'accept-failed': return `a link came to nothing: ${event.code}`
    case 'group': return out.faint(`${printableName(event.name)}: ${event.members.length} members`)
    case 'channel': return out.faint(`${printableName(event.name)}: ${event.posts} posts`)
    case 'channel-left': return out.faint(`${event.channelId.slice(0, 16)} left`)
    case 'network': return out.faint('network changed')
    case 'nearby': return out.faint('nearby changed')
    default: return event satisfies never
  }
}
