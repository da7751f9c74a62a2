/** Links into groups: made by members who may add people, and answered by the device that made them. */
import { AppError } from '../base/errors.ts'
import type { GroupId } from '../base/ids.ts'
import { mayAdd } from './groups/standing.ts'
import type { Parts } from './parts.ts'

const MAX_LINKS_PER_GROUP = 16

export interface GroupLink {
  inviteId: string
  groupId: GroupId
  name: string
  link: string
  expiresAtMs: number
  /** how many have used it, and may in all; null: as many as there is room for */
  used: number
  limit: number | null
}

export class GroupLinks {
  readonly #parts: Pick<Parts, 'invites' | 'groups' | 'talks' | 'identity'>

  constructor (parts: Pick<Parts, 'invites' | 'groups' | 'talks' | 'identity'>) {
    this.#parts = parts
  }

  /** Those of one's own that still work, the oldest first. @throws AppError NOT_FOUND, AMBIGUOUS */
  async list (who: string): Promise<GroupLink[]> {
    const { invites, talks } = this.#parts
    const { groupId, name } = await talks.info(who)
    return invites.open(groupId).map(({ inviteId, link, expiresAtMs, group }) =>
      ({ inviteId, groupId, name, link, expiresAtMs, used: group?.joined.length ?? 0, limit: group?.limit ?? null }))
  }

  /** @param limit how many may use it. @throws AppError NOT_FOUND, AMBIGUOUS, REFUSED: one may not add people; TOO_MANY */
  async make (
    who: string, { limit, expiresInMs }: { limit?: number | undefined, expiresInMs?: number | undefined } = {}
  ): Promise<GroupLink> {
    const { invites, groups, talks, identity } = this.#parts
    const { groupId } = await talks.info(who)
    const group = await groups.roster.open(groupId)
    if (group === undefined || !mayAdd(group.membership.now, identity.account.accountId)) {
      throw new AppError('REFUSED', 'you may not add people to this group', { hint: 'Who may what: nobyte group info' })
    }
    if (invites.open(groupId).length >= MAX_LINKS_PER_GROUP) {
      throw new AppError('TOO_MANY', `at most ${MAX_LINKS_PER_GROUP} links into a group`, {
        hint: 'Make them useless: nobyte group link NAME --revoke'
      })
    }
    await invites.create({
      reusable: true, group: { groupId, ...(limit === undefined ? {} : { limit }) }, ...(expiresInMs === undefined ? {} : { expiresInMs })
    })
    return (await this.list(who)).at(-1)!
  }

  /** Makes all of one's own useless. @returns how many @throws AppError NOT_FOUND, AMBIGUOUS */
  async revoke (who: string): Promise<number> {
    const { invites, talks } = this.#parts
    const open = invites.open((await talks.info(who)).groupId)
    for (const { inviteId } of open) await invites.revoke(inviteId)
    return open.length
  }
}
