/** What lies on this computer's disk, counted now. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Holding } from '../../api/schema.ts'
import { Button } from '../parts/button.tsx'
import { closeDialog, showDialog } from '../parts/dialog.tsx'
import { Choice } from '../parts/form.tsx'
import { Group } from '../parts/group.tsx'
import { Icon } from '../parts/icon.tsx'
import { Progress } from '../parts/progress.tsx'
import { ordered, putContact } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { formatNumber, nodeWord, t, type TextKey } from '../state/language.ts'
import { run, tell } from '../state/run.ts'
import { TIMERS_MS } from '../text/timers.ts'
import { durationOf } from '../text/times.ts'
import { sizeOf } from '../text/sizes.ts'
import { Page } from './page.tsx'

export function HoldingsScreen (): JSX.Element {
  const [held, setHeld] = useState<readonly Holding[]>()
  const count = async (): Promise<void> => { setHeld((await call('holdings.show')).holdings ?? []) }
  useEffect(() => { run(count) }, [])
  // What can be done something about comes first, then what takes most.
  const rows = (held ?? []).filter(({ count }) => count > 0)
    .sort((a, b) => Number(canDo(b)) - Number(canDo(a)) || b.bytes - a.bytes)
  return (
    <Page title={t('rail.holdings')}>
      <Group>
        <p>{t('holdings.text')}</p>
        <p class="hint"><Icon name="lock" /> {t('holdings.locked')}</p>
      </Group>
      {held === undefined ? <Progress label={t('connecting')} /> : (
        <Group>
          <div class="table-frame" role="region" aria-label={t('rail.holdings')} tabIndex={0}>
            <table class="counts">
              <thead><tr>{(['holdings.kind', 'holdings.count', 'holdings.size', 'holdings.life'] as const).map(key =>
                <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
              <tbody>{rows.map(row => <Row key={`${row.kind} ${row.name}`} row={row} onChanged={count} />)}</tbody>
            </table>
          </div>
        </Group>
      )}
    </Page>
  )
}

const canDo = ({ deletable, name }: Holding): boolean => deletable === true || name === 'history'

/** What it is and how long it stays. */
function Row ({ row: { kind, what, name, count, bytes, locked, life, deletable }, onChanged }: {
  row: Holding, onChanged: () => Promise<void>
}): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <span dir="auto">{nodeWord(`${kind}.${name}`, what)}</span>
        <span class="meta">{locked && <><Icon name="lock" label={t('holdings.lock')} /> </>}<bdi>{name}</bdi></span>
        {deletable === true && <Button onPress={() => { askDeletion(name, onChanged) }}>{t('holdings.delete')}</Button>}
        {name === 'history' && <Button onPress={() => { showDialog(t('details.expires'), () => <Limit />) }}>{t('holdings.limit')}</Button>}
      </th>
      <td>{formatNumber(count)}</td><td>{sizeOf(bytes)}</td><td dir="auto">{nodeWord(`life.${name}`, life)}</td>
    </tr>
  )
}

const SURE: Partial<Record<string, TextKey>> = {
  drafts: 'holdings.drafts', invites: 'holdings.invites', requests: 'holdings.requests', 'node.log.1': 'holdings.log',
  damaged: 'holdings.damaged'
}

function askDeletion (name: string, onChanged: () => Promise<void>): void {
  const key = SURE[name]
  showDialog(t('holdings.sure'), () => (
    <>
      <p>{key === undefined ? <bdi>{name}</bdi> : t(key)}</p>
      <div class="actions">
        <Button onPress={closeDialog}>{t('cancel')}</Button>
        <Button kind="danger" onPress={async () => {
          await call('holdings.delete', { name })
          closeDialog()
          await onChanged()
        }}>{t('holdings.delete')}</Button>
      </div>
    </>
  ))
}

/** One time for all conversations in which that can be said at present. */
function Limit (): JSX.Element {
  const [afterMs, setAfterMs] = useState(TIMERS_MS.at(-2)!)
  const limit = async (): Promise<void> => {
    let count = 0
    for (const { contact: { contactId: who, expiresAfterMs, blocked, keyChanged, group } } of ordered.value) {
      if (expiresAfterMs === afterMs || blocked || keyChanged || group !== undefined) continue
      putContact(await call('chats.expire', { who, afterMs }))
      count++
    }
    closeDialog()
    tell(t('holdings.limited', { count }))
  }
  return (
    <>
      <p>{t('holdings.limitText')}</p>
      <Choice label={t('details.expires')} value={String(afterMs)} onChange={value => { setAfterMs(Number(value)) }}
        options={TIMERS_MS.map(ms => [String(ms), ms === 0 ? t('details.never') : durationOf(ms)] as const)} />
      <div class="actions">
        <Button onPress={closeDialog}>{t('cancel')}</Button>
        <Button kind="primary" onPress={limit}>{t('holdings.limit')}</Button>
      </div>
    </>
  )
}
