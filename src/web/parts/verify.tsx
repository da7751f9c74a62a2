/** Whether it is really they: the same number on both screens, read aloud, or shown and scanned. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Contact, SafetyNumber } from '../../api/schema.ts'
import { putContact } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { t } from '../state/language.ts'
import { back } from '../state/place.ts'
import { run, tell } from '../state/run.ts'
import { plainName } from '../text/names.ts'
import { Button } from './button.tsx'
import { QrCode } from './qr.tsx'
import { scan } from './scanner.tsx'

const PREFIX = 'nobyte-safety:'

export function Verify ({ contact }: { contact: Contact }): JSX.Element {
  const { contactId: who, keyChanged } = contact
  const name = plainName(contact.name)
  const [number, setNumber] = useState<SafetyNumber>()
  useEffect(() => { run(async () => { setNumber(await call('people.verify', { who })) }) }, [who, keyChanged])
  const decide = async (match: boolean): Promise<void> => {
    if (keyChanged && match) putContact(await call('people.acceptKey', { who }))
    putContact(await call('people.confirm', { who, match }))
    tell(match ? t('verify.matched', { name }) : t('verify.differed', { name }), match ? 'info' : 'error')
    if (match) back()
  }
  const digits = number?.digits.replaceAll(/\D/g, '') ?? ''
  const groups = digits.match(/\d{5}/g) ?? []
  return (
    <section class="group verify">
      <p>{t('verify.how', { name })}</p>
      {digits !== '' && <QrCode text={`${PREFIX}${digits}`} label={t('verify.qr')} />}
      <ol class="digits" dir="ltr" aria-label={t('verify.digits')}>{groups.map((group, i) => <li key={i}>{group}</li>)}</ol>
      <div class="actions is-column">
        <Button icon="camera" onPress={() => { scan(t('verify.scan'), async text => { await decide(text === `${PREFIX}${digits}`) }) }}>
          {t('verify.scan')}</Button>
        <Button kind="primary" disabled={digits === ''} onPress={async () => { await decide(true) }}>{t('verify.match')}</Button>
        <Button kind="danger" disabled={digits === ''} onPress={async () => { await decide(false) }}>{t('verify.differ')}</Button>
      </div>
    </section>
  )
}
