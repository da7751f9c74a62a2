/** What a page of the history reads like now, as it is searched. */
import { toText } from '../../base/bytes.ts'
import { contentIdFromBytes, type AccountId } from '../../base/ids.ts'
import { authorOf, readable } from '../mail/contents.ts'
import type { Markings } from '../mail/markings.ts'
import type { PlacedPage } from '../mail/pages.ts'
import { fold, type SearchedText } from './volumes.ts'

const UNMARKED = { hidden: false, deleted: false, edited: false }

export async function textsOf (markings: Markings, contactId: AccountId, page: PlacedPage): Promise<SearchedText[]> {
  const { position, direction } = page
  const isMarked = await markings.has(contactId, position)
  const texts: SearchedText[] = []
  for (const content of page.contents.map(readable)) {
    const messageId = contentIdFromBytes(content.id)
    const author = authorOf(direction, content)
    const { hidden, deleted, edited } = isMarked ? await markings.view(contactId, messageId, author) : UNMARKED
    if (hidden || deleted) continue
    const edit = edited ? await markings.text(contactId, messageId, author) : undefined
    const text = edit ?? (content.text === undefined ? '' : toText(content.text.text))
    if (text !== '') texts.push({ position, messageId, text: fold(text) })
  }
  return texts
}
