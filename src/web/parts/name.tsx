import type { JSX } from 'preact'
import type { Contact } from '../../api/schema.ts'
import { t } from '../state/language.ts'
import { plainName } from '../text/names.ts'
import { Icon } from './icon.tsx'

/** A person's name, which may be in another script than the page, and whether it was checked whose it is. */
export function Name ({ contact: { name, verified, muted } }: { contact: Contact }): JSX.Element {
  return (
    <span class="name">
      <bdi class="cut">{plainName(name)}</bdi>
      {verified && <span class="verified"><Icon name="verified" label={t('contact.verified')} /></span>}
      {muted && <span class="faint"><Icon name="mute" label={t('contact.muted')} /></span>}
    </span>
  )
}
