/** When something was said that replaces what was said before: by Lamport time, then by id, so that both ends agree. */
import { contentIdFromBytes, type ContentId } from '../../base/ids.ts'
import type { Content } from '../../wire/gen/content.ts'

export interface Stamp {
  lamport: number
  id: ContentId
}

export const stampOf = ({ id }: Content, lamport: number): Stamp => ({ lamport, id: contentIdFromBytes(id) })

export const isNewer = (a: Stamp, b: Stamp | undefined): boolean =>
  b === undefined || a.lamport > b.lamport || (a.lamport === b.lamport && a.id > b.id)
