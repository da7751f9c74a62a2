import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { t, type TextKey } from '../state/language.ts'

type Groups = readonly (readonly [key: TextKey, emoji: readonly string[]])[]

/** A small grid; what is in it is loaded when it is opened. */
export function EmojiPicker ({ onPick }: { onPick: (emoji: string) => void }): JSX.Element {
  const [groups, setGroups] = useState<Groups>([])
  useEffect(() => { void import('../text/emoji.ts').then(({ EMOJI }) => { setGroups(EMOJI) }) }, [])
  return (
    <div class="emoji" role="group" aria-label={t('compose.emoji')}>
      {groups.map(([key, emoji]) => (
        <section key={key} aria-label={t(key)}>
          <h2>{t(key)}</h2>
          <div class="emoji-grid">
            {emoji.map(one => <button key={one} type="button" onClick={() => { onPick(one) }}>{one}</button>)}
          </div>
        </section>
      ))}
    </div>
  )
}
