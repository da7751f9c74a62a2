/** What became of a message of one's own, as a sign and in words. */
import type { JSX } from 'preact'
import type { Message } from '../../api/schema.ts'
import type { Bubble } from '../state/conversation.ts'
import { t } from '../state/language.ts'
import { dateOf } from '../text/times.ts'

type Stated = Pick<Message, 'state' | 'custody' | 'delivered'> & Pick<Bubble, 'outcome'>

const SIGNS = {
  waiting: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.800V8l2 1.400',
  mailbox: 'M2 4.500h12v8H2zM2 5l6 4.500L14 5',
  sent: 'M3 8.500l3.500 3.500L13 4.500',
  both: 'M1 8.500l3.500 3.500L11 4.500M8 11.500l.5.500L15 4.500'
} as const

const SIGN_OF: Record<Message['state'], keyof typeof SIGNS> = {
  waiting: 'waiting', 'in mailbox': 'mailbox', sent: 'sent', delivered: 'both', read: 'both', received: 'both'
}

export function stateText ({ state, custody, outcome, delivered }: Stated): string {
  if (outcome === 'sending') return t('state.sending')
  if (outcome === 'failed') return t('state.failed')
  if (delivered !== undefined && delivered.of > 0 && delivered.count > 0 && state !== 'read') {
    const { of, count, read } = delivered
    return count < of || read === 0 ? t('group.delivered', { n: count, of }) : t('group.read', { n: read, of })
  }
  switch (state) {
    case 'waiting': return t('state.waiting')
    case 'in mailbox': {
      const untilMs = Math.max(0, ...(custody ?? []).map(one => one.untilMs))
      return untilMs === 0 ? t('state.mailbox') : t('state.mailboxUntil', { date: dateOf(untilMs) })
    }
    case 'sent': return t('state.sent')
    case 'delivered': return t('state.delivered')
    case 'read': return t('state.read')
    case 'received': return t('state.received')
  }
}

export function Ticks ({ message }: { message: Stated }): JSX.Element {
  const sign = message.outcome === 'sending' ? 'waiting' : SIGN_OF[message.state]
  const text = stateText(message)
  return (
    <span class={`ticks is-${message.state === 'read' ? 'read' : sign}`} role="img" aria-label={text} title={text}>
      <svg viewBox="0 0 16 16" aria-hidden="true"><path d={SIGNS[sign]} /></svg>
    </span>
  )
}
