/** Groups that were looked at: who is in them, and what they may do. */
import { signal } from '@preact/signals'
import type { Group } from '../../api/schema.ts'
import { chatOf } from './chats.ts'
import { call, onEvent, onLocked } from './connection.ts'

const groups = signal<ReadonlyMap<string, Group>>(new Map())

export const groupOf = (groupId: string): Group | undefined => groups.value.get(groupId)

export function putGroup (group: Group): void {
  groups.value = new Map(groups.value).set(group.groupId, group)
}

export async function loadGroup (groupId: string): Promise<void> {
  putGroup(await call('groups.info', { group: groupId }))
}

/** What members call themselves, for whoever wants to name one; of no group, whom the conversation is with. */
export function namesIn (contactId: string): string[] {
  const { contact } = chatOf(contactId) ?? {}
  if (contact?.group === undefined) return contact === undefined ? [] : [contact.announcedName]
  const others = groupOf(contactId)?.members.filter(({ isSelf }) => !isSelf) ?? []
  return others.map(one => chatOf(one.contactId)?.contact.announcedName ?? one.name)
}

export function followGroups (): void {
  onEvent(event => {
    if (event.type !== 'group' || groupOf(event.groupId) === undefined) return
    const { type: _, seq: __, ...group } = event
    putGroup(group)
  })
  onLocked(() => { groups.value = new Map() })
}
