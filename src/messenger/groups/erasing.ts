/** Texts that have left the history leave what is kept for those who missed it as well: nobody is handed them any more. */
import { toText } from '../../base/bytes.ts'
import { contentIdFromBytes, type AccountId, type GroupId } from '../../base/ids.ts'
import type { Store } from '../../store/store.ts'
import { TABLES } from '../../store/tables.ts'
import { Content } from '../../wire/gen/content.ts'
import { authorOf } from '../mail/contents.ts'
import type { History } from '../mail/history.ts'
import type { Markings } from '../mail/markings.ts'
import { originOf } from './hearing.ts'
import type { Roster } from './roster.ts'

export interface ErasingDeps {
  store: Store
  roster: Roster
  history: History
  markings: Markings
}

/** @param positions of pages of which something was erased; of a conversation that is no group there is nothing to do */
export async function eraseItems (
  { store, roster, history, markings }: ErasingDeps, contactId: AccountId, positions: readonly bigint[]
): Promise<void> {
  const id = contactId as string as GroupId
  if (!roster.has(id)) return
  const { archive } = roster
  const erased: bigint[] = []
  await roster.turn(id, async (group, change) => {
    const erase = async (at: bigint | undefined, isSpent: (content: Content) => boolean): Promise<void> => {
      const item = at === undefined ? undefined : await archive.item(id, at)
      if (at === undefined || item?.signed === undefined || !isSpent(Content.decode(item.content))) return
      const { signed: _, content: __, ...rest } = item
      archive.putItem(change.batch, at, rest)
      group.recent.delete(at)
      erased.push(at)
    }
    for (const position of positions) {
      const page = await history.page(contactId, position)
      for (const content of page?.contents ?? []) {
        const origin = originOf(content)
        if (content.erased === undefined || origin === undefined) continue
        await erase(group.chain(origin.author, origin.chain)?.places.get(origin.seq), () => true)
        const messageId = contentIdFromBytes(content.id)
        const now = await markings.text(contactId, messageId, authorOf(page!.direction, content))
        // Of its edits the one that shows is still needed.
        for (const at of await archive.edits(id, messageId)) {
          await erase(at, ({ edit }) => edit !== undefined && toText(edit.text) !== now)
        }
      }
    }
  })
  await store.scrub(TABLES.groupItems, erased.map(at => ({ id, at })))
}
