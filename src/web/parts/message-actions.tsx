/** What can be done about one message. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Message, Saying } from '../../api/schema.ts'
import { chatOf } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import type { Conversation } from '../state/conversation.ts'
import { t, type TextKey } from '../state/language.ts'
import { run, tell } from '../state/run.ts'
import { plainName } from '../text/names.ts'
import { sayingText } from '../text/sayings.ts'
import { dateOf, fullTimeOf } from '../text/times.ts'
import { Button } from './button.tsx'
import { closeDialog, showDialog } from './dialog.tsx'
import { closeMenu, showMenu, type MenuItem } from './menu.tsx'

export const QUICK = ['👍', '❤️', '😂', '😮', '😢', '🙏'] as const

export async function react (message: Message, conversation: Conversation, emoji: string): Promise<void> {
  conversation.put(await call('messages.react', { messageId: message.messageId, emoji }))
}

export function messageMenu (event: MouseEvent, message: Message, conversation: Conversation): void {
  const { messageId, direction, deleted, text, pinned, newer } = message
  const isOut = direction === 'out'
  const isWhole = !deleted && newer !== true
  const items: MenuItem[] = []
  if (isWhole) {
    items.push(
      { label: t('message.reply'), icon: 'reply', onPick: () => { conversation.replyTo.value = message } },
      { label: t('message.copy'), icon: 'copy',
        onPick: () => { run(async () => { await navigator.clipboard.writeText(text); tell(t('copied')) }) } },
      {
        label: t(pinned ? 'message.unpin' : 'message.pin'),
        icon: 'pin',
        onPick: () => { run(async () => { conversation.put(await call('messages.pin', { messageId, on: !pinned })) }) }
      }
    )
    if (isOut) items.push({ label: t('message.edit'), icon: 'edit', onPick: () => { conversation.startEditing(message) } })
  }
  items.push({ label: t('message.info'), icon: 'info', onPick: () => { showTimeline(message, conversation.contactId) } })
  items.push({ label: t('message.delete'), icon: 'delete', danger: true, onPick: () => { askDeletion(message, conversation) } })
  showMenu(event, t('message.menu'), items, isWhole && <Reactions message={message} conversation={conversation} />)
}

function Reactions ({ message, conversation }: { message: Message, conversation: Conversation }): JSX.Element {
  const mine = message.reactions.find(({ direction }) => direction === 'out')?.emoji
  return (
    <div class="quick" role="group" aria-label={t('message.react')}>
      {QUICK.map(emoji => (
        <button key={emoji} type="button" role="menuitemradio" aria-checked={emoji === mine} onClick={() => {
          closeMenu()
          run(async () => { await react(message, conversation, emoji === mine ? '' : emoji) })
        }}>{emoji}</button>
      ))}
    </div>
  )
}

function askDeletion (message: Message, conversation: Conversation): void {
  const { messageId, direction, deleted } = message
  const remove = async (everyone: boolean): Promise<void> => {
    await call('messages.delete', everyone ? { messageId, everyone } : { messageId })
    if (!everyone) conversation.remove(messageId)
    closeDialog()
  }
  showDialog(t('delete.title'), () => (
    <>
      <p>{t('delete.text')}</p>
      <div class="actions is-column">
        {direction === 'out' && !deleted && <Button kind="danger" onPress={async () => { await remove(true) }}>{t('delete.everyone')}
          </Button>}
        <Button kind="danger" onPress={async () => { await remove(false) }}>{t('delete.here')}</Button>
        <Button onPress={closeDialog}>{t('cancel')}</Button>
      </div>
    </>
  ))
}

export function showTimeline (message: Message, contactId: string): void {
  showDialog(t('message.info'), () => <Timeline message={message} contactId={contactId} />)
}

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

function Timeline ({ message, contactId }: { message: Message, contactId: string }): JSX.Element {
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
