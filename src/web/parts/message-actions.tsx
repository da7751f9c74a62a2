/** What can be done about one message. */
import type { JSX } from 'preact'
import type { Message } from '../../api/schema.ts'
import { call } from '../state/connection.ts'
import type { Conversation } from '../state/conversation.ts'
import { t } from '../state/language.ts'
import { run, tell } from '../state/run.ts'
import { Button } from './button.tsx'
import { closeDialog, showDialog } from './dialog.tsx'
import { later } from './later.tsx'
import { closeMenu, showMenu, type MenuItem } from './menu.tsx'

const Timeline = later(async () => (await import('./timeline.tsx')).Timeline)
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
