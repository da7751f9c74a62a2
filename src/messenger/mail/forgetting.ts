/** What goes with a conversation that is forgotten. */
import type { AccountId } from '../../base/ids.ts'
import type { Change } from '../core/changes.ts'
import type { Drafts } from './drafts.ts'
import type { History } from './history.ts'
import type { Markings } from './markings.ts'

export interface ForgettingDeps {
  drafts: Drafts
  markings: Markings
  history: History
  /** what else keeps something of it */
  features: { remove: (change: Change, contactId: AccountId) => void }[]
}

export type ForgetSaid = (change: Change, contactId: AccountId) => Promise<void>

export const forgetterOf = ({ drafts, markings, history, features }: ForgettingDeps): ForgetSaid => async (change, contactId) => {
  drafts.remove(change.batch, contactId)
  for (const feature of features) feature.remove(change, contactId)
  await markings.remove(change, contactId)
  await history.remove(change.batch, contactId)
}
