import type { Catalogue } from '../state/language.ts'
import { en } from './en.ts'

export const ar: Catalogue = en
