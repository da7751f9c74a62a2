/** What became of one message, step by step, and why it waits. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Message, Saying } from '../../api/schema.ts'
import { chatOf } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { t, type TextKey } from '../state/language.ts'
import { run } from '../state/run.ts'
import { plainName } from '../text/names.ts'
import { sayingText } from '../text/sayings.ts'
import { dateOf, fullTimeOf } from '../text/times.ts'

type Step = NonNullable<Message['timeline']>[number]

const SAID: Record<Step['what'], TextKey> = {
  queued: 'timeline.queued', sent: 'timeline.sent', 'in mailbox': 'timeline.mailbox', delivered: 'timeline.delivered',
  read: 'timeline.read', written: 'timeline.written', received: 'timeline.received'
}

const RECEIPT: Record<NonNullable<Message['receipts']>[number]['state'], TextKey> = {
  waiting: 'group.notYet', delivered: 'timeline.delivered', read: 'timeline.read'
}

function stepText ({ what, route, relay, host, untilMs }: Step): string {
  const details = [
    route === undefined ? undefined : route === 'direct' ? t('route.direct') : relay === undefined ? t('route.relayed')
      : t('route.relayedBy', { name: plainName(relay) }),
    host === undefined ? undefined : t('timeline.at', { name: plainName(host) }),
    untilMs === undefined ? undefined : t('timeline.until', { date: dateOf(untilMs) })
  ].filter(detail => detail !== undefined)
  return details.length === 0 ? t(SAID[what]) : `${t(SAID[what])} (${details.join(', ')})`
}

export function Timeline ({ message, contactId }: { message: Message, contactId: string }): JSX.Element {
  const [steps, setSteps] = useState<readonly Step[]>()
  const [receipts, setReceipts] = useState<NonNullable<Message['receipts']>>([])
  const [why, setWhy] = useState<readonly Saying[]>([])
  useEffect(() => {
    run(async () => {
      const now = await call('messages.get', { contactId, messageId: message.messageId, timeline: true })
      setSteps(now.timeline ?? [])
      setReceipts(now.receipts ?? [])
    })
    const isGroup = chatOf(contactId)?.contact.group !== undefined
    if (!isGroup && message.direction === 'out' && (message.state === 'waiting' || message.state === 'in mailbox')) {
      run(async () => { setWhy((await call('people.why', { who: contactId })).said ?? []) })
    }
  }, [])
  return (
    <>
      {steps !== undefined && steps.length === 0 && <p class="faint">{t('timeline.none')}</p>}
      <ol class="timeline">
        {(steps ?? []).map((step, i) => <li key={i}><span>{stepText(step)}</span><time class="meta">{fullTimeOf(step.atMs)}</time></li>)}
      </ol>
      {receipts.length > 0 && (
        <ul class="timeline" aria-label={t('group.receipts')}>
          {receipts.map(({ contactId, name, state, deliveredAtMs }) => (
            <li key={contactId}><span><bdi>{plainName(name)}</bdi>: {t(RECEIPT[state])}</span>
              {deliveredAtMs !== null && <time class="meta">{fullTimeOf(deliveredAtMs)}</time>}</li>
          ))}
        </ul>
      )}
      {why.length > 0 && <div class="why">{why.map(one => <p key={one.text} dir="auto">{sayingText(one)}</p>)}</div>}
    </>
  )
}
