/** What lies on this computer's disk, counted now. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Result } from '../../api/schema.ts'
import { Group } from '../parts/details.tsx'
import { Icon } from '../parts/icon.tsx'
import { call } from '../state/connection.ts'
import { formatNumber, t } from '../state/language.ts'
import { run } from '../state/run.ts'
import { Page } from './page.tsx'

export function HoldingsScreen (): JSX.Element {
  const [found, setFound] = useState<Result<'holdings.show'>>()
  useEffect(() => { run(async () => { setFound(await call('holdings.show')) }) }, [])
  const rows = Object.entries(found?.counts ?? {}).filter(([, count]) => count > 0)
  return (
    <Page title={t('rail.holdings')}>
      <Group>
        <p>{t('holdings.text')}</p>
        <p class="hint"><Icon name="lock" /> {t('holdings.locked')}</p>
      </Group>
      <Group>
        <table class="counts">
          <thead><tr><th scope="col">{t('holdings.kind')}</th><th scope="col">{t('holdings.count')}</th></tr></thead>
          <tbody>{rows.map(([kind, count]) => <tr key={kind}><th scope="row">{kind}</th><td>{formatNumber(count)}</td></tr>)}</tbody>
        </table>
      </Group>
    </Page>
  )
}
