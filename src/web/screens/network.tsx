/** Who stands where between you and others, as a picture and as a table, and what each of them can see. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { MailboxState, NetworkDescription, NetworkStatus, Params } from '../../api/schema.ts'
import { Button } from '../parts/button.tsx'
import { Group } from '../parts/group.tsx'
import { FilePicker } from '../parts/file.tsx'
import { Choice, Field, Step } from '../parts/form.tsx'
import { NetworkPicture } from '../parts/network-picture.tsx'
import { Progress } from '../parts/progress.tsx'
import { ordered } from '../state/chats.ts'
import { call, onEvent, refreshStatus, status } from '../state/connection.ts'
import { t } from '../state/language.ts'
import { run, tell } from '../state/run.ts'
import { standing, type Standing } from '../state/standing.ts'
import { meaningOf } from '../text/failures.ts'
import { plainName } from '../text/names.ts'
import { sayingText } from '../text/sayings.ts'
import { dateOf } from '../text/times.ts'
import { Page } from './page.tsx'

/** The picture moves at most twice a second. */
const SOON_MS = 500
const EVERY_MS = 5000

function useNetwork (): { network: NetworkStatus | undefined, mailboxes: readonly MailboxState[], refresh: () => Promise<void> } {
  const [network, setNetwork] = useState<NetworkStatus>()
  const [mailboxes, setMailboxes] = useState<readonly MailboxState[]>([])
  const refresh = async (): Promise<void> => {
    const [shown, boxes] = await Promise.all([call('network.show'), call('mailboxes.list'), refreshStatus()])
    setNetwork(shown)
    setMailboxes(boxes.mailboxes)
  }
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined
    const ask = (): void => { refresh().catch(() => {}) } // the strip tells when there is nobody to ask
    ask()
    const unfollow = onEvent(({ type }) => {
      if (type !== 'network' && type !== 'contact' && type !== 'presence') return
      soon ??= setTimeout(() => {
        soon = undefined
        ask()
      }, SOON_MS)
    })
    const timer = setInterval(ask, EVERY_MS)
    return () => {
      unfollow()
      clearTimeout(soon)
      clearInterval(timer)
    }
  }, [])
  return { network, mailboxes, refresh }
}

export function NetworkScreen (): JSX.Element {
  const { network, mailboxes, refresh } = useNetwork()
  const people = ordered.value.filter(({ contact }) => contact.group === undefined)
  const all = network === undefined ? [] : standing({ network, mailboxes, chats: people })
  return (
    <Page title={t('rail.network')}>
      {network !== undefined && (
        <>
          <Group>
            <p><strong><bdi>{plainName(network.name)}</bdi></strong> · {t(network.kind === 'lan' ? 'network.lan' : network.private
              ? 'network.private' : 'network.open')}</p>
            <NetworkPicture all={all} />
            <p class="hint legend">{t('network.legend')}</p>
            <div class="row-setting"><div class="grow hint">{t('network.reconnectHint')}</div>
              <Button onPress={async () => {
                await call('network.reconnect')
                await refresh()
                tell(t('network.reconnected'))
              }}>{t('network.reconnect')}</Button></div>
          </Group>
          <Notes />
          <Table all={all} />
          {network.kind !== 'lan' && <Servers network={network} refresh={refresh} />}
          {network.kind !== 'lan' && <Mailboxes all={mailboxes} refresh={refresh} />}
          <Joining refresh={refresh} network={network} />
        </>
      )}
    </Page>
  )
}

function Notes (): JSX.Element | null {
  const said = status.value?.said ?? []
  if (said.length === 0) return null
  return <Group title={t('network.notes')}><ul class="notes">{said.map(one => <li key={one.text} dir="auto">{sayingText(one)}</li>)}</ul>
    </Group>
}

function Table ({ all }: { all: readonly Standing[] }): JSX.Element {
  return (
    <Group title={t('network.who')}>
      <div class="table-frame" role="region" aria-label={t('network.who')} tabIndex={0}>
        <table>
          <thead><tr>{(['table.who', 'table.how', 'table.sees', 'table.blind'] as const).map(key => <th key={key} scope="col">{t(key)}
            </th>)}</tr></thead>
          <tbody>
            {all.length === 0 && <tr><td colSpan={4}>{t('network.nobody')}</td></tr>}
            {all.map(({ id, name, kind, way }) => (
              <tr key={id}>
                <th scope="row"><bdi>{plainName(name)}</bdi><span class="meta">{t(`kind.${kind}`)}</span></th>
                <td>{t(`way.${way}`)}</td><td>{t(`sees.${kind}`)}</td><td>{t(`blind.${kind}`)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Group>
  )
}

function Servers ({ network: { way = 'direct', addresses }, refresh }: { network: NetworkStatus, refresh: () =>
  Promise<void> }): JSX.Element {
  return (
    <Group title={t('network.way')}>
      <Choice label={t('network.wayLabel')} hint={t('network.wayHint')} value={way}
        options={[['proxied', t('network.proxied')], ['direct', t('network.direct')]]}
        onChange={chosen => { run(async () => { await call('network.way', { way: chosen }); await refresh() }) }} />
      <details class="quiet"><summary>{t('network.yourAddresses')}</summary>{addresses.map(address => <p key={address} class="address"
        dir="ltr">{address}</p>)}</details>
    </Group>
  )
}

function Mailboxes ({ all, refresh }: { all: readonly MailboxState[], refresh: () => Promise<void> }): JSX.Element {
  const [address, setAddress] = useState('')
  const add = async (): Promise<void> => {
    await call('mailboxes.add', { address: address.trim() })
    setAddress('')
    await refresh()
  }
  return (
    <Group title={t('mailboxes')}>
      <p class="hint">{t('mailboxes.hint')}</p>
      <ul class="people">
        {all.map(({ host, hostId, state, untilMs, problem }) => (
          <li key={hostId}>
            <div class="grow"><bdi class="name">{plainName(host)}</bdi>
              <p class="hint">{t(`mailbox.${state}`)} · {t('mailbox.until', { date: dateOf(untilMs) })}{problem === null ? ''
                : ` · ${meaningOf(problem)}`}</p></div>
            <Button onPress={async () => {
              await call('mailboxes.remove', { host: hostId })
              await refresh()
            }}>{t('remove')}</Button>
          </li>
        ))}
      </ul>
      {all.length === 0 && <p class="faint">{t('mailboxes.none')}</p>}
      <Field label={t('mailboxes.add')} value={address} onInput={setAddress} placeholder="/dns4/example.org/tcp/4501/p2p/…"
        autoComplete="off" />
      <Button disabled={address.trim() === ''} onPress={add}>{t('mailboxes.addDo')}</Button>
    </Group>
  )
}

function Joining ({ network, refresh }: { network: NetworkStatus, refresh: () => Promise<void> }): JSX.Element {
  const [link, setLink] = useState('')
  const [busy, setBusy] = useState(false)
  const join = async (where: Params<'network.join'>): Promise<void> => {
    setBusy(true)
    try {
      const { name } = await call('network.join', where)
      setLink('')
      tell(t('network.joined', { name: plainName(name) }))
      await refresh()
    } finally {
      setBusy(false)
    }
  }
  const byLink = async (): Promise<void> => { if (link.trim() !== '') await join({ link: link.trim() }) }
  return (
    <Group title={t('network.change')}>
      <p class="hint">{t('network.changeHint')}</p>
      <Step onSubmit={() => { run(byLink) }}>
        <Field label={t('network.byLink')} value={link} onInput={setLink} autoComplete="off" />
        <Button disabled={link.trim() === ''} onPress={byLink}>{t('network.joinLink')}</Button>
      </Step>
      {busy && <Progress label={t('network.joining')} />}
      <div class="actions is-start">
        <FilePicker label={t('network.file')} accept=".json,application/json" onText={text => {
          run(async () => { await join({ network: JSON.parse(text) as NetworkDescription }) })
        }} />
        {network.kind !== 'lan' && <Button onPress={async () => { save(await call('network.export')) }}>{t('network.export')}</Button>}
      </div>
      {network.private && <p class="hint">{t('network.exportHint')}</p>}
    </Group>
  )
}

/** A file for whoever should join. */
function save (network: NetworkDescription): void {
  const url = URL.createObjectURL(new Blob([`${JSON.stringify(network, null, 2)}\n`], { type: 'application/json' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${network.name.replaceAll(/[^\p{L}\p{N}_-]+/gu, '-')}.json`
  link.click()
  setTimeout(() => { URL.revokeObjectURL(url) }, 1000)
}
