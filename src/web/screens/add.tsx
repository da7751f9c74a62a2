/** Meeting somebody: a link to hand over, one to follow, and strangers who wait for an answer. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Invite, Request } from '../../api/schema.ts'
import { Avatar } from '../parts/avatar.tsx'
import { Button } from '../parts/button.tsx'
import { Group } from '../parts/group.tsx'
import { EchoGroup } from '../parts/echo.tsx'
import { Field, Step, Switch } from '../parts/form.tsx'
import { LinkText } from '../parts/link-text.tsx'
import { Progress } from '../parts/progress.tsx'
import { QrCode } from '../parts/qr.tsx'
import { scan } from '../parts/scanner.tsx'
import { chatOf, loadRequests, ordered, putContact, refreshChat, requests } from '../state/chats.ts'
import { call, onEvent } from '../state/connection.ts'
import { echoId } from '../state/echo.ts'
import { t } from '../state/language.ts'
import { openChat } from '../state/place.ts'
import { run } from '../state/run.ts'
import { reasonOf } from '../text/failures.ts'
import { plainName, plainText } from '../text/names.ts'
import { dateOf } from '../text/times.ts'
import { NearbyGroup } from './nearby.tsx'
import { NewGroup } from './new-group.tsx'
import { Page } from './page.tsx'

const WAIT_MS = 20_000

export function AddScreen (): JSX.Element {
  return (
    <Page title={t('rail.add')}>
      {requests.value.length > 0 && <Requests all={requests.value} />}
      {ordered.value.every(({ contact }) => contact.contactId === echoId.value) && <EchoGroup />}
      <Yours />
      <Theirs />
      <NewGroup />
      <NearbyGroup />
    </Page>
  )
}

/** Somebody who has this link is here in a moment. */
function Yours (): JSX.Element {
  const [invite, setInvite] = useState<Invite>()
  const [reusable, setReusable] = useState(false)
  const make = async (): Promise<void> => { setInvite(await call('invites.create', { reusable })) }
  useEffect(() => onEvent(event => {
    if (event.type === 'invite-used') setInvite(made => made?.inviteId === event.inviteId && !made.reusable ? undefined : made)
  }), [])
  return (
    <Group title={t('add.yours')}>
      <p>{t('add.yoursText')}</p>
      {invite === undefined
        ? (
          <>
            <Switch label={t('add.reusable')} hint={t('add.reusableHint')} on={reusable} onChange={setReusable} />
            <Button kind="primary" icon="link" onPress={make}>{t('add.make')}</Button>
          </>
          )
        : <Made invite={invite} onAnother={() => { setInvite(undefined) }} />}
    </Group>
  )
}

function Made ({ invite, onAnother }: { invite: Invite, onAnother: () => void }): JSX.Element {
  const { link, reusable, expiresAtMs, carriesNetworkKey, mailboxes, inviteId } = invite
  const date = dateOf(expiresAtMs)
  return (
    <div class="made">
      <QrCode text={link} label={t('add.qr')} />
      <div class="grow stack">
        <p><strong>{t(reusable ? 'add.worksOften' : 'add.worksOnce', { date })}</strong></p>
        {carriesNetworkKey && <p class="hint">{t('add.carriesKey')}</p>}
        <p class="hint">{mailboxes.length > 0 ? t('add.keptAt', { hosts: mailboxes.map(plainName).join(', ') }) : t('add.stay')}</p>
        <LinkText link={link}>
          <Button onPress={async () => {
            await call('invites.revoke', { inviteId })
            onAnother()
          }}>{t('add.revoke')}</Button>
        </LinkText>
      </div>
    </div>
  )
}

function Theirs (): JSX.Element {
  const [link, setLink] = useState('')
  const [text, setText] = useState('')
  const [error, setError] = useState<string>()
  /** to whom it leads, while it is followed */
  const [following, setFollowing] = useState<'person' | 'group'>()
  const accept = async (pasted = link): Promise<void> => {
    setError(undefined)
    const { leadsTo } = await call('invites.look', { link: pasted.trim() })
    setFollowing(leadsTo)
    const follow = leadsTo === 'group' ? join : meet
    openChat(await follow(pasted.trim()).finally(() => { setFollowing(undefined) }))
  }
  const meet = async (link: string): Promise<string> => {
    const contact = await call('invites.accept', { link, timeoutMs: WAIT_MS, ...(text.trim() === '' ? {} : { text: text.trim() }) })
    // What was told meanwhile is newer than this answer.
    if (chatOf(contact.contactId) === undefined) putContact(contact)
    return contact.contactId
  }
  const failed = (err: unknown): void => { setError(reasonOf(err)) }
  return (
    <Group title={t('add.theirs')}>
      <Step onSubmit={() => { accept().catch(failed) }}>
        <Field label={t('add.paste')} value={link} onInput={value => { setLink(value); setError(undefined) }} error={error}
          autoComplete="off" />
        <Field label={t('add.words')} value={text} onInput={setText} hint={t('add.wordsHint')} maxLength={200} />
        <div class="actions is-start">
          <Button kind="primary" disabled={link.trim() === ''} onPress={accept} onError={failed}>{t('add.follow')}</Button>
          <Button icon="camera" onPress={() => { scan(t('add.scan'), async found => { await accept(found).catch(failed) }) }}>
            {t('add.scan')}</Button>
        </div>
        {following !== undefined && <Progress label={t(following === 'group' ? 'group.joining' : 'chat.pending')} />}
      </Step>
    </Group>
  )
}

async function join (link: string): Promise<string> {
  const { groupId } = await call('groups.join', { link, timeoutMs: WAIT_MS })
  await refreshChat(groupId)
  return groupId
}

function Requests ({ all }: { all: readonly Request[] }): JSX.Element {
  return (
    <Group title={t('requests')}>
      <p class="hint">{t('requests.hint')}</p>
      <ul class="people">
        {all.map(({ requestId, name, text }) => (
          <li key={requestId}>
            <Avatar id={requestId} name={name} />
            <div class="grow"><bdi class="name">{plainName(name)}</bdi>{text !== '' && <p class="hint" dir="auto">{plainText(text)}</p>}
              </div>
            <Button kind="primary" onPress={async () => {
              const contact = await call('requests.approve', { requestId })
              putContact(contact)
              run(loadRequests)
              openChat(contact.contactId)
            }}>{t('requests.approve')}</Button>
            <Button onPress={async () => {
              await call('requests.decline', { requestId })
              await loadRequests()
            }}>{t('requests.decline')}</Button>
          </li>
        ))}
      </ul>
    </Group>
  )
}
