/** What lies on this computer's disk, counted now. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Holding } from '../../api/schema.ts'
import { Group } from '../parts/details.tsx'
import { Icon } from '../parts/icon.tsx'
import { call } from '../state/connection.ts'
import { formatNumber, t } from '../state/language.ts'
import { run } from '../state/run.ts'
import { sizeOf } from '../text/sizes.ts'
import { Page } from './page.tsx'

export function HoldingsScreen (): JSX.Element {
  const [held, setHeld] = useState<readonly Holding[]>()
  useEffect(() => { run(async () => { setHeld((await call('holdings.show')).holdings ?? []) }) }, [])
  const rows = (held ?? []).filter(({ count }) => count > 0)
  return (
    <Page title={t('rail.holdings')}>
      <Group>
        <p>{t('holdings.text')}</p>
        <p class="hint"><Icon name="lock" /> {t('holdings.locked')}</p>
      </Group>
      {held !== undefined && (
        <Group>
          <div class="table-frame" role="region" aria-label={t('rail.holdings')} tabIndex={0}>
            <table class="counts">
              <thead><tr>{(['holdings.kind', 'holdings.count', 'holdings.size', 'holdings.life'] as const).map(key =>
                <th key={key} scope="col">{t(key)}</th>)}</tr></thead>
              <tbody>{rows.map(row => <Row key={`${row.kind} ${row.name}`} row={row} />)}</tbody>
            </table>
          </div>
        </Group>
      )}
    </Page>
  )
}

/** What it is and how long it stays, in the node's own words. */
function Row ({ row: { what, name, count, bytes, locked, life } }: { row: Holding }): JSX.Element {
  return (
    <tr>
      <th scope="row">
        <span dir="auto">{what}</span>
        <span class="meta">{locked && <><Icon name="lock" label={t('holdings.lock')} /> </>}<bdi>{name}</bdi></span>
      </th>
      <td>{formatNumber(count)}</td><td>{sizeOf(bytes)}</td><td dir="auto">{life}</td>
    </tr>
  )
}
