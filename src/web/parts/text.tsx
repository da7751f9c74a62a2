/** What somebody wrote, and the links in it. */
import type { JSX } from 'preact'
import { useMemo, useState } from 'preact/hooks'
import { t } from '../state/language.ts'
import { MAX_SHOWN_CHARS, segmentsOf, withMentions, type Segment } from '../text/segments.ts'
import { Button } from './button.tsx'
import { closeDialog, showDialog } from './dialog.tsx'

export function MessageText ({ text, names }: { text: string, names: readonly string[] }): JSX.Element {
  const [whole, setWhole] = useState(false)
  const isLong = text.length > MAX_SHOWN_CHARS
  const segments = useMemo(() =>
    withMentions(segmentsOf(isLong && !whole ? `${text.slice(0, MAX_SHOWN_CHARS)}…` : text), names), [text, whole, names.join()])
  return (
    <div class="words" dir="auto">
      {segments.map((segment, i) => segment.kind === 'text' ? segment.text : segment.kind === 'mention'
        ? <strong key={i} class="mention">{segment.text}</strong>
        : <Link key={i} link={segment} />)}
      {isLong && !whole && <> <button type="button" class="link-button" onClick={() => { setWhole(true) }}>{t('message.showAll')}</button>
        </>}
    </div>
  )
}

type LinkSegment = Extract<Segment, { kind: 'link' }>

function Link ({ link }: { link: LinkSegment }): JSX.Element {
  return (
    <a href={link.href} target="_blank" rel="noopener noreferrer nofollow" dir="ltr" onClick={event => {
      event.preventDefault()
      event.stopPropagation()
      confirmLeaving(link)
    }}>{link.text}</a>
  )
}

/** The real host stands by itself, so that nothing before or behind it can dress it up. */
function confirmLeaving ({ href, host, imitates }: LinkSegment): void {
  showDialog(t('link.leaves'), () => (
    <>
      <p>{t('link.sees')}</p>
      <p class="host" dir="ltr">{host}</p>
      {imitates && <p class="warning">{t('link.imitates')}</p>}
      <p class="faint address" dir="ltr">{href.length > 300 ? `${href.slice(0, 300)}…` : href}</p>
      <div class="actions">
        <Button onPress={closeDialog}>{t('cancel')}</Button>
        <Button kind="primary" onPress={() => {
          open(href, '_blank', 'noopener,noreferrer')
          closeDialog()
        }}>{t('link.open')}</Button>
      </div>
    </>
  ))
}
