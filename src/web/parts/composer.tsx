/** Where one writes. Enter sends, Shift and Enter makes a line, and neither while letters are still being put together. */
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Contact } from '../../api/schema.ts'
import { call, lost } from '../state/connection.ts'
import type { Conversation } from '../state/conversation.ts'
import { namesIn } from '../state/groups.ts'
import { t } from '../state/language.ts'
import { run } from '../state/run.ts'
import { plainName, plainText } from '../text/names.ts'
import { mentionBegun } from '../text/mentions.ts'
import { Avatar } from './avatar.tsx'
import { IconButton } from './button.tsx'
import { EmojiPicker } from './emoji-picker.tsx'
import { Icon } from './icon.tsx'

const MAX_HEIGHT_PX = 220
const MAX_TEXT_BYTES = 64 * 1024
const MAX_GROUP_TEXT_BYTES = 32 * 1024

export function Composer ({ conversation, contact }: { conversation: Conversation, contact: Contact }): JSX.Element | null {
  const box = useRef<HTMLTextAreaElement>(null)
  const [picks, setPicks] = useState(false)
  const [caret, setCaret] = useState(0)
  const [declined, setDeclined] = useState(-1)
  const text = conversation.text.value
  const { editing, replyTo } = conversation
  const most = contact.group === undefined ? MAX_TEXT_BYTES : MAX_GROUP_TEXT_BYTES
  const isTooLong = text.length > most / 4 && new Blob([text]).size > most

  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    element.style.setProperty('height', 'auto')
    if (text === '') return // one line; measuring would lay out the whole page
    element.style.setProperty('height', `${Math.min(MAX_HEIGHT_PX, element.scrollHeight)}px`)
  }, [text])
  // Focus moves before the next key, not with the next picture: what is typed at once would go elsewhere.
  useLayoutEffect(() => {
    // A phone's keyboard would cover what one came to read.
    if (matchMedia('(min-width: 761px)').matches) box.current?.focus()
  }, [conversation])
  useLayoutEffect(() => {
    if (editing.value !== undefined || replyTo.value !== undefined) box.current?.focus()
  }, [editing.value, replyTo.value])
  useEffect(() => {
    const keep = (): void => { run(async () => { await conversation.keepDraft() }) }
    addEventListener('pagehide', keep)
    return () => { removeEventListener('pagehide', keep) }
  }, [conversation])

  const begun = mentionBegun(text, Math.min(caret, text.length), namesIn(contact.contactId))
  const mention = begun === undefined || begun.at === declined ? undefined : begun
  const noteCaret = (): void => { setCaret(box.current?.selectionStart ?? 0) }
  /** In the element at once: a letter that is typed before the next painting goes behind it, not in front of it. */
  const put = (words: string, start: number, end: number): void => {
    const element = box.current!
    element.setRangeText(words, start, end, 'end')
    element.focus()
    conversation.write(element.value)
    noteCaret()
  }
  const complete = (name: string): void => { put(`@${name} `, mention!.at, caret) }

  const submit = async (): Promise<void> => {
    const words = conversation.text.value.trim()
    if (words === '' || isTooLong) return
    const edited = editing.value
    if (edited !== undefined) {
      if (words !== edited.text) conversation.put(await call('messages.edit', { messageId: edited.messageId, text: words }))
      conversation.stopEditing()
      return
    }
    conversation.write('')
    const sending = conversation.send(words)
    void conversation.keepDraft().catch(() => {}) // it is tried again with the next letter
    await sending
  }
  const send = (): void => { run(submit) }

  const onKeyDown = (event: KeyboardEvent): void => {
    // 229: an input method that says nothing of itself.
    if (event.isComposing || event.keyCode === 229) return
    if (mention !== undefined && ['Enter', 'Tab', 'Escape'].includes(event.key) && !event.shiftKey) {
      event.preventDefault()
      event.stopPropagation()
      if (event.key === 'Escape') setDeclined(mention.at)
      else complete(mention.names[0]!)
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault()
      send()
    } else if (event.key === 'ArrowUp' && text === '' && !event.altKey && !event.shiftKey) {
      const mine = conversation.messages.value.findLast(one => one.direction === 'out' && !one.deleted && one.outcome === undefined)
      const last = conversation.messages.value.findLast(one => one.direction === 'in' && !one.deleted)
      if (event.ctrlKey && last !== undefined) replyTo.value = last
      else if (!event.ctrlKey && mine !== undefined) conversation.startEditing(mine)
      else return
      event.preventDefault()
    } else if (event.key === 'Escape' && (editing.value !== undefined || replyTo.value !== undefined || picks)) {
      event.stopPropagation()
      if (picks) setPicks(false)
      else leave()
    }
  }

  const leave = (): void => {
    if (editing.value === undefined) replyTo.value = undefined
    else conversation.stopEditing()
  }

  const insert = (emoji: string): void => { put(emoji, box.current!.selectionStart, box.current!.selectionEnd) }

  if (contact.blocked || contact.keyChanged || contact.group?.mayPost === false) return null
  const about = editing.value ?? replyTo.value
  return (
    <footer class="composer">
      {about !== undefined && (
        <div class="about">
          <Icon name={editing.value === undefined ? 'reply' : 'edit'} />
          <span class="about-text">
            <strong>{editing.value !== undefined ? t('message.edit') : about.direction === 'out' ? t('you') : <bdi>{plainName(about.from)}
              </bdi>}</strong>
            <span class="cut" dir="auto">{plainText(about.text.slice(0, 160))}</span>
          </span>
          <IconButton icon="close" label={t('cancel')} onPress={leave} />
        </div>
      )}
      {mention !== undefined && (
        <div class="mentions" role="group" aria-label={t('mention.label')}>
          {mention.names.map(name => (
            <button key={name} type="button" onClick={() => { complete(name) }}><Avatar id={contact.contactId} name={name} />
              <bdi>@{plainName(name)}</bdi></button>
          ))}
        </div>
      )}
      {isTooLong && <div class="hint is-error" role="alert">{t(contact.group === undefined ? 'error.tooLarge' : 'group.tooLarge')}</div>}
      <div class="compose-row">
        <div class="compose-box">
          <textarea id="compose" ref={box} rows={1} dir="auto" value={text} placeholder={t('compose.placeholder')}
            aria-label={t('compose.label', { name: plainName(contact.name) })}
            onInput={event => { conversation.write(event.currentTarget.value); noteCaret() }} onSelect={noteCaret} onKeyDown={onKeyDown} />
          <IconButton icon="smile" label={t('compose.emoji')} pressed={picks} onPress={() => { setPicks(!picks) }} />
        </div>
        <button type="button" class="send" aria-label={t(editing.value === undefined ? 'compose.send' : 'compose.save')}
          title={t('compose.send')}
          disabled={text.trim() === '' || isTooLong || lost.value} onClick={send}><Icon name={editing.value === undefined ? 'send'
            : 'check'} /></button>
      </div>
      {picks && <EmojiPicker onPick={insert} />}
    </footer>
  )
}
