/** How a group looks to a person; scripts get the same as JSON. */
import type { Group, GroupRight } from '../api/schema.ts'
import type { Context } from './context.ts'
import { formatDuration, parseDuration } from './durations.ts'
import { parseCount } from './numbers.ts'
import type { Output } from './output.ts'
import { printableName } from './printable.ts'
import { confirm } from './prompts.ts'
import { formatTime } from './rows.ts'

const SAID: Record<Group['doubts'][number]['what'], string> = {
  forked: 'signed two different pasts: their program is broken, or they tell different people different things',
  outsider: 'wrote when they might not; it was refused',
  late: 'wrote more after they were removed; it was refused',
  refused: 'tried what they have no right to'
}

function showGroup (out: Output, group: Group, details = ''): void {
  const { name, state, members, unread, groupId } = group
  const size = `${members.length} ${members.length === 1 ? 'member' : 'members'}`
  const standing = { gone: ['no longer yours'], member: [size], invited: [size, 'you are asked to take part'] }
  const marks = [...standing[state], ...(unread > 0 ? [`${unread} unread`] : [])].join(', ')
  const line = `${out.strong(printableName(name).padEnd(20))} ${marks.padEnd(24)} ${out.faint(groupId.slice(0, 16))}`
  out.row({ type: 'group', ...group }, line + details)
}

/** With everybody in it, and what is odd about it. */
function describeGroup (out: Output, group: Group): void {
  const { members, adds, posts, expiresAfterMs, fallen, doubts } = group
  const lines = [
    ...members.map(({ name, role, isContact, isReached, accepted, isSelf, contactId }) => {
      const what = [
        ...(isSelf ? ['you'] : isContact ? [] : [`no contact of yours${isReached ? '' : ': reached over the others'}`]),
        ...(accepted ? [] : ['has not said yet that they take part'])
      ]
      const how = what.join(', ')
      return `   ${printableName(name).padEnd(20)} ${role.padEnd(8)} ${how}  ${out.faint(contactId.slice(0, 16))}`
    }),
    out.faint(`   ${adds} add people, ${posts} write`),
    ...(expiresAfterMs > 0 ? [out.faint(`   messages disappear ${formatDuration(expiresAfterMs)} after they were read`)] : []),
    ...(fallen > 0 ? [out.faint(`   ${fallen} steps were undone by a removal`)] : []),
    ...doubts.map(({ name, what, atMs }) => `   ${formatTime(atMs)}  ${printableName(name)} ${SAID[what]}`)
  ]
  showGroup(out, group, `\n${lines.join('\n')}`)
}

/** An action that shows the group that it ends with. */
export const showing = <Args extends unknown[]>(task: (context: Context, ...args: Args) => Promise<Group>) =>
  async (context: Context, ...args: Args): Promise<void> => { describeGroup(context.out, await task(context, ...args)) }

export async function listGroups ({ call, out }: Context): Promise<void> {
  const { groups } = await call('groups.list')
  for (const group of groups) showGroup(out, group)
  if (groups.length === 0) out.note('None yet. Make one: nobyte group create NAME WHO…')
}

export async function forgetGroup ({ call, out, ...context }: Context, group: string): Promise<void> {
  const { groupId, name } = await call('groups.info', { group })
  await confirm(`Forget ${name} and everything said there?`, { call, out, ...context })
  await call('groups.forget', { group: groupId })
  out.row({ type: 'contact-removed', contactId: groupId, name }, `${out.good('✓')} forgot ${printableName(name)}`)
}

interface Settings { name?: string, adds?: GroupRight, posts?: GroupRight, expires?: string }

export async function setGroup ({ call }: Context, group: string, { expires, ...settings }: Settings): Promise<Group> {
  const expiresAfterMs = expires === undefined ? undefined : expires === 'off' ? 0 : parseDuration(expires)
  return await call('groups.set', { group, ...settings, expiresAfterMs })
}

/** Somebody who was added later reads what was said before. */
export async function offerPast ({ call, out }: Context, group: string, person: string, { last }: { last?: string }): Promise<void> {
  const { offered } = await call('groups.offerPast', {
    group, person, ...(last === undefined ? {} : { last: parseCount('--last', last) })
  })
  const what = offered === 0 ? 'nothing: they were there for all of it' : offered === 1 ? 'one message' : `${offered} messages`
  out.row({ type: 'group-past', offered }, `${out.good('✓')} handed over ${what}`)
}

interface LinkOptions { uses?: string, expires?: string, ls?: true, revoke?: true }

export async function linkToGroup ({ call, out }: Context, group: string, { uses, expires, ls, revoke }: LinkOptions): Promise<void> {
  if (revoke === true) {
    const { revoked } = await call('groups.revokeLinks', { group })
    const what = revoked === 1 ? 'one link is' : `${revoked} links are`
    out.row({ type: 'group-links-revoked', revoked }, `${out.good('✓')} ${what} useless now`)
    return
  }
  const { links } = ls === true ? await call('groups.links', { group }) : {
    links: [await call('groups.link', {
      group,
      limit: uses === undefined ? undefined : parseCount('--uses', uses),
      expiresInMs: expires === undefined ? undefined : parseDuration(expires)
    })]
  }
  for (const link of links) {
    const { used, limit, expiresAtMs } = link
    out.row({ type: 'group-link', ...link }, link.link)
    const uses = limit === null ? `${used}` : `${used} of ${limit}`
    out.note(`${uses} used it; it works until ${formatTime(expiresAtMs)}, if your node is there now and then.`)
  }
  if (links.length === 0) out.note('None that still works. Make one: nobyte group link NAME')
}

/** The node answers by itself when the time is up; only then is it given up on. */
const MARGIN_MS = 5000

export async function joinGroup ({ out, timeoutMs, deadline, withNode }: Context, link: string): Promise<void> {
  const signal = deadline(MARGIN_MS)
  describeGroup(out, await withNode(async client => await client.call('groups.join', { link, timeoutMs }, { signal })))
}

export async function verifyGroup ({ call, out }: Context, group: string): Promise<void> {
  const number = await call('groups.verify', { group })
  const parts = number.digits.split(' ')
  out.row({ type: 'group-number', ...number }, [0, 4, 8].map(at => parts.slice(at, at + 4).join(' ')).join('\n'))
  out.note('Whoever sees the same number knows the same members, with the same keys.')
}

export async function leaveGroup (context: Context, group: string): Promise<void> {
  await confirm(`Leave ${group}?`, context)
  showGroup(context.out, await context.call('groups.leave', { group }))
}
