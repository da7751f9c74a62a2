/** Groups, put together. */
import type { AccountId } from '../../base/ids.ts'
import type { Markings } from '../mail/markings.ts'
import { eraseItems } from './erasing.ts'
import { Groups, type GroupsDeps } from './groups.ts'
import { Talks } from './talks.ts'

export interface Circles {
  groups: Groups
  talks: Talks
  /** these pages are not what they were */
  rebind: (contactId: AccountId, positions: bigint[]) => Promise<void>
}

export function createGroups (deps: GroupsDeps & { markings: Markings }): Circles {
  const groups = new Groups(deps)
  return {
    groups,
    talks: new Talks({ ...deps, groups }),
    rebind: async (contactId, positions) => { await eraseItems({ ...deps, roster: groups.roster }, contactId, positions) }
  }
}
