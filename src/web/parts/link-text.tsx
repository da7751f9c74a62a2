/** A link to hand over: as text, and by a button into the clipboard. */
import type { ComponentChildren, JSX } from 'preact'
import { t } from '../state/language.ts'
import { tell } from '../state/run.ts'
import { Button } from './button.tsx'

/** @param children other things to do with it */
export function LinkText ({ link, children }: { link: string, children?: ComponentChildren }): JSX.Element {
  return (
    <>
      <textarea class="link" readOnly rows={3} dir="ltr" aria-label={t('add.link')} onFocus={event => { event.currentTarget.select() }}>
        {link}</textarea>
      <div class="actions">
        <Button kind="primary" icon="copy" onPress={async () => {
          await navigator.clipboard.writeText(link)
          tell(t('copied'))
        }}>{t('add.copy')}</Button>
        {children}
      </div>
    </>
  )
}
