/** The node's own sentences, as the page says them. */
import type { Saying } from '../../api/schema.ts'
import { isolated, locale, nodeSentence } from '../state/language.ts'
import { meaningOf } from './failures.ts'
import { agoOf, dateOf, spanOf } from './times.ts'

export const sayingText = (saying: Saying): string => nodeSentence(saying, name => {
  const { [name]: value = '', errorCode } = saying.values
  if (Array.isArray(value)) return new Intl.ListFormat(locale.value).format(value.map(isolated))
  if (name === 'error' && typeof errorCode === 'string') return meaningOf(errorCode, String(value))
  if (typeof value === 'string') return isolated(value)
  return SHOWN[name]?.(value) ?? isolated(value)
})

const SHOWN: Record<string, (value: number) => string> = { agoMs: agoOf, dayMs: dateOf, spanMs: spanOf }
