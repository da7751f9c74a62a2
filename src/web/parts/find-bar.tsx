/** What was said in one conversation, found by its words; Enter goes to older ones, Shift and Enter to newer ones. */
import type { JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { call } from '../state/connection.ts'
import type { Conversation } from '../state/conversation.ts'
import { t } from '../state/language.ts'
import { IconButton } from './button.tsx'
import { Icon } from './icon.tsx'

const SOON_MS = 150
const MOST = 500

export function FindBar ({ conversation }: { conversation: Conversation }): JSX.Element {
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [hits, setHits] = useState<readonly string[]>()
  const [at, setAt] = useState(0)
  const wanted = text.trim()
  useLayoutEffect(() => { box.current?.focus() }, [])
  useEffect(() => {
    setHits(undefined)
    if (wanted === '') return
    const gone = new AbortController()
    const timer = setTimeout(() => {
      call('messages.search', { who: conversation.contactId, text: wanted, limit: MOST }, { signal: gone.signal }).then(({ messages }) => {
        setHits(messages.map(({ messageId }) => messageId))
        goTo(0, messages[0]?.messageId)
      }, () => { if (!gone.signal.aborted) setHits([]) })
    }, SOON_MS)
    return () => {
      clearTimeout(timer)
      gone.abort()
    }
  }, [wanted, conversation])
  const goTo = (next: number, messageId: string | undefined): void => {
    setAt(next)
    if (messageId !== undefined) conversation.selected.value = messageId
  }
  const step = (by: 1 | -1): void => {
    if (hits === undefined || hits.length === 0) return
    const next = (at + by + hits.length) % hits.length
    goTo(next, hits[next])
  }
  const close = (): void => {
    conversation.finding.value = false
    document.querySelector<HTMLElement>('#compose')?.focus()
  }
  return (
    <div class="bar find" role="search" aria-label={t('find.label')}>
      <div class="search grow">
        <Icon name="search" />
        <input id="find" ref={box} type="search" dir="auto" value={text} maxLength={256} aria-label={t('find.label')}
          placeholder={t('find.label')} onInput={event => { setText(event.currentTarget.value) }}
          onKeyDown={event => {
            if (event.isComposing) return
            if (event.key === 'Escape') close()
            else if (event.key === 'Enter') step(event.shiftKey ? -1 : 1)
            else return
            event.preventDefault()
            event.stopPropagation()
          }} />
      </div>
      <span class="meta" role="status">{hits === undefined ? '' : hits.length === 0 ? t('find.none') : t('find.at', { n: at + 1,
        of: hits.length })}</span>
      <IconButton icon="up" label={t('find.older')} onPress={() => { step(1) }} />
      <IconButton icon="down" label={t('find.newer')} onPress={() => { step(-1) }} />
      <IconButton icon="close" label={t('close')} onPress={close} />
    </div>
  )
}
