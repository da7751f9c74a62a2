/** Beside a group: the links of one's own by which others join it. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Group as GroupInfo, GroupLink } from '../../api/schema.ts'
import { call } from '../state/connection.ts'
import { t } from '../state/language.ts'
import { run, tell } from '../state/run.ts'
import { dateOf } from '../text/times.ts'
import { Button, IconButton } from './button.tsx'
import { showDialog } from './dialog.tsx'
import { Group } from './group.tsx'
import { Icon } from './icon.tsx'
import { LinkText } from './link-text.tsx'
import { QrCode } from './qr.tsx'

export function GroupLinks ({ group: { groupId, heads }, mayMake }: { group: GroupInfo, mayMake: boolean }): JSX.Element | null {
  const [links, setLinks] = useState<readonly GroupLink[]>([])
  const load = async (): Promise<void> => { setLinks((await call('groups.links', { group: groupId })).links) }
  // Whoever joined by one is a step of the group's.
  useEffect(() => { run(load) }, [groupId, heads.join()])
  if (!mayMake && links.length === 0) return null
  return (
    <Group title={t('group.links')}>
      <p class="hint">{t('group.linksText')}</p>
      {links.length > 0 && (
        <ul class="people links">
          {links.map(link => (
            <li key={link.inviteId}>
              <Icon name="link" />
              <div class="grow"><div>{joinedBy(link)}</div><div class="hint">{lifeOf(link)}</div></div>
              <IconButton icon="qr" label={t('group.linkShow')} onPress={() => { show(link) }} />
              <IconButton icon="delete" label={t('group.linkBack')} onPress={() => {
                run(async () => {
                  await call('invites.revoke', { inviteId: link.inviteId })
                  tell(t('group.linkGone'))
                  await load()
                })
              }} />
            </li>
          ))}
        </ul>
      )}
      {mayMake && <Button icon="link" onPress={async () => {
        show(await call('groups.link', { group: groupId }))
        await load()
      }}>{t('add.make')}</Button>}
    </Group>
  )
}

const joinedBy = ({ used }: GroupLink): string => t('group.linkUsed', { count: used })
const lifeOf = ({ expiresAtMs, limit }: GroupLink): string =>
  [...(limit === null ? [] : [t('group.linkLimit', { count: limit })]), t('group.linkUntil', { date: dateOf(expiresAtMs) })].join(' · ')

function show (link: GroupLink): void {
  showDialog(t('group.links'), () => (
    <>
      <p class="hint">{t('group.linksText')}</p>
      <QrCode text={link.link} label={t('add.qr')} />
      <LinkText link={link.link} />
    </>
  ))
}
