/** Beside a group's conversation: who is in it, what they may do, and how it is kept. */
import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Contact, Group as GroupInfo, GroupRight, GroupRole } from '../../api/schema.ts'
import { putContact, refreshChat } from '../state/chats.ts'
import { call } from '../state/connection.ts'
import { groupOf, putGroup } from '../state/groups.ts'
import { t, type TextKey } from '../state/language.ts'
import { go } from '../state/place.ts'
import { run, tell } from '../state/run.ts'
import { plainName } from '../text/names.ts'
import { timersWith } from '../text/timers.ts'
import { durationOf, fullTimeOf } from '../text/times.ts'
import { Avatar } from './avatar.tsx'
import { Button, IconButton } from './button.tsx'
import { Pinned } from './details.tsx'
import { closeDialog, showDialog } from './dialog.tsx'
import { Choice, Field, Switch } from './form.tsx'
import { Group } from './group.tsx'
import { GroupLinks } from './group-links.tsx'
import { showMenu, type MenuItem } from './menu.tsx'
import { PeoplePicker } from './people-picker.tsx'

type Member = GroupInfo['members'][number]

const ROLES = ['owner', 'admin', 'member', 'reader'] as const
const ROLE: Record<GroupRole, TextKey> = { owner: 'role.owner', admin: 'role.admin', member: 'role.member', reader: 'role.reader' }
const DOUBT: Record<GroupInfo['doubts'][number]['what'], TextKey> = {
  forked: 'doubt.forked', outsider: 'doubt.outsider', late: 'doubt.late', refused: 'doubt.refused'
}
const RIGHTS: [right: GroupRight, key: TextKey][] = [['admins', 'right.admins'], ['members', 'right.members']]
const rankOf = (role: GroupRole): number => ROLES.length - ROLES.indexOf(role)

export function GroupKeeping ({ contact }: { contact: Contact }): JSX.Element | null {
  const group = groupOf(contact.contactId)
  if (group === undefined) return null
  const self = group.members.find(({ isSelf }) => isSelf)
  const isAdmin = self !== undefined && rankOf(self.role) >= rankOf('admin')
  return (
    <>
      <Members group={group} self={self} mayAdd={contact.group?.mayAdd === true} />
      <GroupLinks group={group} mayMake={contact.group?.mayAdd === true} />
      {isAdmin && <ForAll key={group.name} group={group} />}
      <Yours contact={contact} />
      <Pinned who={contact.contactId} />
      <Note key={contact.note} contact={contact} />
      {group.doubts.length > 0 && (
        <Group title={t('group.doubts')}>
          <ul class="notes">
            {group.doubts.map(({ contactId, name, what, atMs }) => (
              <li key={`${contactId} ${what}`}>
                <bdi>{plainName(name)}</bdi>: {t(DOUBT[what])}<div class="meta">{fullTimeOf(atMs)}</div>
              </li>
            ))}
          </ul>
        </Group>
      )}
      <SharedNumber group={group} />
      <Group>
        {self !== undefined
          ? <Button kind="danger" icon="block" onPress={() => { askLeave(group) }}>{t('group.leave')}</Button>
          : <Button kind="danger" icon="delete" onPress={() => { askForgetting(group) }}>{t('group.forget')}</Button>}
      </Group>
    </>
  )
}

/** The answer to a step is the group as it is then. */
async function take (answer: Promise<GroupInfo>): Promise<void> {
  const group = await answer
  putGroup(group)
  await refreshChat(group.groupId)
}

function Members ({ group, self, mayAdd }: { group: GroupInfo, self: Member | undefined, mayAdd: boolean }): JSX.Element {
  return (
    <Group title={t('group.members', { count: group.members.length })}>
      <ul class="people members">
        {group.members.map(member => {
          const { contactId, name, role, isSelf, isReached, accepted } = member
          const items = itemsFor(group, self, member)
          return (
            <li key={contactId}>
              <Avatar id={contactId} name={name} />
              <div class="grow">
                <bdi class="name">{isSelf ? t('you') : plainName(name)}</bdi>
                <div class="hint">
                  {t(ROLE[role])}{!isReached && !isSelf && <> · {t('group.stranger')}</>}{!accepted && <> · {t('group.asked')}</>}
                </div>
              </div>
              {items.length > 0 && <IconButton icon="more" label={t('group.of', { name })} expanded={false} onPress={event => {
                showMenu(event, t('group.of', { name }), items)
              }} />}
            </li>
          )
        })}
      </ul>
      {mayAdd && (
        <Button icon="add" onPress={() => { showDialog(t('group.add'), () => <Adding group={group} />) }}>{t('group.add')}</Button>
      )}
    </Group>
  )
}

/** What may be done about somebody: by admins, and to nobody above them. */
function itemsFor (group: GroupInfo, self: Member | undefined, { contactId: person, name, role, isSelf }: Member): MenuItem[] {
  if (self === undefined || isSelf || rankOf(self.role) < rankOf('admin') || rankOf(role) > rankOf(self.role)) return []
  return [
    ...ROLES.filter(one => rankOf(one) <= rankOf(self.role)).map(one => ({
      label: t(ROLE[one]),
      checked: one === role,
      onPick: () => {
        if (one !== role) run(async () => { await take(call('groups.setRole', { group: group.groupId, person, role: one })) })
      }
    })),
    { label: t('group.remove'), icon: 'delete', danger: true, onPick: () => { askRemoval(group, person, name) } }
  ]
}

function Adding ({ group }: { group: GroupInfo }): JSX.Element {
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  return (
    <>
      <PeoplePicker label={t('group.who')} picked={picked} onPick={setPicked} without={group.members.map(({ contactId }) => contactId)} />
      <div class="actions">
        <Button onPress={closeDialog}>{t('cancel')}</Button>
        <Button kind="primary" disabled={picked.size === 0} onPress={async () => {
          await take(call('groups.add', { group: group.groupId, people: [...picked] }))
          closeDialog()
        }}>{t('group.addDo')}</Button>
      </div>
    </>
  )
}

function ForAll ({ group }: { group: GroupInfo }): JSX.Element {
  const { groupId, adds, posts, expiresAfterMs } = group
  const [name, setName] = useState(group.name)
  const set = (settings: { adds?: GroupRight, posts?: GroupRight, expiresAfterMs?: number }): void => {
    run(async () => { await take(call('groups.set', { group: groupId, ...settings })) })
  }
  const rights = RIGHTS.map(([right, key]) => [right, t(key)] as const)
  return (
    <Group title={t('group.settings')}>
      <Field label={t('group.name')} value={name} onInput={setName} maxLength={64} />
      {name.trim() !== '' && name.trim() !== group.name && <Button kind="primary" onPress={async () => {
        await take(call('groups.set', { group: groupId, name: name.trim() }))
        tell(t('saved'))
      }}>{t('save')}</Button>}
      <Choice label={t('group.adds')} value={adds} options={rights} onChange={value => { set({ adds: value }) }} />
      <Choice label={t('group.posts')} value={posts} options={rights} onChange={value => { set({ posts: value }) }} />
      <Choice label={t('details.expires')} hint={t('group.expiresHint')} value={String(expiresAfterMs)}
        options={timersWith(expiresAfterMs).map(ms => [String(ms), ms === 0 ? t('details.never') : durationOf(ms)] as const)}
        onChange={value => { set({ expiresAfterMs: Number(value) }) }} />
    </Group>
  )
}

function Yours ({ contact }: { contact: Contact }): JSX.Element {
  const { contactId: who, muted, archived, readReceipts = true } = contact
  const change = (task: () => Promise<Contact>): void => { run(async () => { putContact(await task()) }) }
  return (
    <Group title={t('details.chat')}>
      <Switch label={t('details.receipts')} hint={t('details.receiptsHint')} on={readReceipts}
        onChange={on => { change(async () => await call('people.setReceipts', { who, on })) }} />
      <Switch label={t('chat.mute')} on={muted}
        onChange={on => { change(async () => await call('chats.mute', on ? { who } : { who, forMs: 0 })) }} />
      <Switch label={t('chat.archive')} on={archived} onChange={on => { change(async () => await call('chats.archive', { who, on })) }} />
    </Group>
  )
}

function Note ({ contact: { contactId: who, note = '' } }: { contact: Contact }): JSX.Element {
  const [text, setText] = useState(note)
  return (
    <Group title={t('details.yours')}>
      <Field label={t('details.note')} value={text} onInput={setText} lines={2} hint={t('details.noteHint')} maxLength={4000} />
      {text.trim() !== note && <Button kind="primary" onPress={async () => {
        putContact(await call('chats.setNote', { who, text }))
        tell(t('saved'))
      }}>{t('save')}</Button>}
    </Group>
  )
}

/** The same for all who know the same members; another after each change. */
function SharedNumber ({ group: { groupId, heads } }: { group: GroupInfo }): JSX.Element {
  const [digits, setDigits] = useState<readonly string[]>([])
  useEffect(() => {
    run(async () => { setDigits((await call('groups.verify', { group: groupId })).digits.split(' ')) })
  }, [heads.join()])
  return (
    <Group title={t('verify.digits')}>
      <p class="hint">{t('group.number')}</p>
      <ol class="digits" dir="ltr" aria-label={t('verify.digits')}>{digits.map((five, i) => <li key={i}>{five}</li>)}</ol>
    </Group>
  )
}

function askForgetting ({ groupId: group, name }: GroupInfo): void {
  showDialog(t('group.forget'), () => (
    <>
      <p>{t('group.forgetText', { name })}</p>
      <div class="actions">
        <Button onPress={closeDialog}>{t('cancel')}</Button>
        <Button kind="danger" onPress={async () => {
          await call('groups.forget', { group })
          closeDialog()
          go({ screen: 'chats' })
        }}>{t('remove')}</Button>
      </div>
    </>
  ))
}

function ask ({ title, text, does, task }: { title: string, text: string, does: string, task: () => Promise<GroupInfo> }): void {
  showDialog(title, () => (
    <>
      <p>{text}</p>
      <div class="actions">
        <Button onPress={closeDialog}>{t('cancel')}</Button>
        <Button kind="danger" onPress={async () => {
          await take(task())
          closeDialog()
        }}>{does}</Button>
      </div>
    </>
  ))
}

function askRemoval ({ groupId }: GroupInfo, person: string, name: string): void {
  ask({
    title: t('group.remove'), text: t('group.removeText', { name }), does: t('remove'),
    task: async () => await call('groups.remove', { group: groupId, person })
  })
}

function askLeave ({ groupId }: GroupInfo): void {
  ask({
    title: t('group.leave'), text: t('group.leaveText'), does: t('group.leaveDo'),
    task: async () => await call('groups.leave', { group: groupId })
  })
}
