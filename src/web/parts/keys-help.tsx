import type { JSX } from 'preact'
import { t, type TextKey } from '../state/language.ts'
import { showDialog } from './dialog.tsx'

const KEYS: [keys: string, key: TextKey][] = [
  ['Ctrl K  /', 'keys.search'], ['Ctrl Shift F', 'keys.find'], ['Alt ↑ ↓', 'keys.chat'], ['Alt Shift ↑ ↓', 'keys.unread'],
  ['Enter', 'keys.send'], ['Shift Enter', 'keys.line'],
  ['↑', 'keys.edit'], ['Ctrl ↑', 'keys.reply'], ['Esc', 'keys.back'], ['?', 'keys.help']
]

export function showKeys (): void {
  showDialog(t('keys'), () => <Keys />)
}

function Keys (): JSX.Element {
  return (
    <dl class="keys">
      {KEYS.map(([keys, key]) => <div key={key}><dt dir="ltr">{keys.split(' ').map((one, i) => one === '' ? ' ' : <kbd key={i}>{one}
        </kbd>)}</dt><dd>{t(key)}</dd></div>)}
    </dl>
  )
}
