/** People who each keep their own copy of a group's steps, and pass them on as they like. */
import { fromHex } from '../../../src/base/bytes.ts'
import { systemRandom } from '../../../src/base/random.ts'
import { accountFromSeed, type AccountWithSecrets } from '../../../src/crypto/account.ts'
import { signGroupOperation, type GroupAct, type VerifiedOperation } from '../../../src/crypto/group-operations.ts'
import { Membership } from '../../../src/messenger/groups/membership.ts'
import { GroupRight, GroupRole, type GroupSettings } from '../../../src/wire/gen/group.ts'

export const SETTINGS: GroupSettings = { name: 'Walkers', adds: GroupRight.ADMINS, posts: GroupRight.MEMBERS, expiresAfterMs: 0 }
const AT_MS = 1767225600000

export class Walker {
  readonly name: string
  readonly account: AccountWithSecrets
  membership!: Membership

  constructor (name: string, seed: Uint8Array = systemRandom(32)) {
    this.name = name
    this.account = accountFromSeed(seed)
  }

  begins (nonce: Uint8Array = systemRandom(16), settings = SETTINGS): VerifiedOperation {
    const first = signGroupOperation(this.account, {
      parents: [], atMs: AT_MS, act: { create: { nonce: new Uint8Array(nonce), settings, authorName: this.name } }
    })
    this.membership = new Membership(first)
    return first
  }

  /** A step that names what this person knows, or what they pretend to know. Nobody has it yet. */
  signs (act: GroupAct, parents: readonly string[] = this.membership.parents): VerifiedOperation {
    return signGroupOperation(this.account, { group: this.membership.group, parents, atMs: AT_MS, act })
  }

  does (act: GroupAct, parents?: readonly string[]): VerifiedOperation {
    const step = this.signs(act, parents)
    const taken = this.membership.add(step)
    if (taken.kind !== 'added') throw new Error(`${this.name}: ${JSON.stringify(taken)}`)
    return step
  }

  hears (...from: Walker[]): void {
    for (const { membership } of from) for (const step of membership.all()) this.membership.add(step)
  }

  knowsOf (first: VerifiedOperation): this {
    this.membership = new Membership(first)
    return this
  }

  get names (): string { return namesOf(this.membership) }
}

export const namesOf = ({ now }: Pick<Membership, 'now'>): string =>
  [...now.members.values()].map(({ name, role }) => role === GroupRole.MEMBER ? name : `${name} (${role.toLowerCase()})`).sort().join(', ')

export const adding = (...people: (Walker | [Walker, GroupRole])[]): GroupAct => ({
  add: {
    newcomers: people.map(one => {
      const [{ account, name }, role] = Array.isArray(one) ? one : [one, GroupRole.MEMBER]
      return { account: account.publicKey, role, name }
    })
  }
})
export const removing = ({ account }: Walker, ends: Record<string, number> = {}): GroupAct => ({
  remove: { account: account.publicKey, ends: Object.entries(ends).map(([chain, seq]) => ({ chain: fromHex(chain), seq })) }
})
export const leaving = (): GroupAct => ({ leave: { ends: [] } })
export const making = ({ account }: Walker, role: GroupRole): GroupAct => ({ role: { account: account.publicKey, role } })
export const setting = (settings: Partial<GroupSettings>): GroupAct => ({ settings: { ...SETTINGS, ...settings } })
