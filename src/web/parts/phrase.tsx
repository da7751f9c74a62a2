import type { JSX } from 'preact'
import { status } from '../state/connection.ts'
import { t } from '../state/language.ts'

/** Two words that only this profile's own page knows: one that imitates it cannot show them. */
export function Phrase (): JSX.Element | null {
  const { phrase } = status.value ?? {}
  if (phrase === undefined) return null
  return (
    <div class="phrase">
      <strong>{phrase.join(' · ')}</strong>
      <span class="hint">{t('unlock.phrase')}</span>
    </div>
  )
}
