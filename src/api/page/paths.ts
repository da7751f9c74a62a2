/** What the page has on the disk, outside the database. */
import { join } from 'node:path'
import type { Home } from '../home.ts'

/** In the profile's folder: the two words. */
export const phraseFile = ({ data }: Pick<Home, 'data'>): string => join(data, 'phrase')
/** In the socket's folder, ours alone: where the page was, and hashes of the tokens of its tabs. */
export const savedDoors = ({ runtime }: Pick<Home, 'runtime'>): string => join(runtime, 'page.json')
/** In the same: what a browser is sent to, with a code. */
export const redirectFile = ({ runtime }: Pick<Home, 'runtime'>): string => join(runtime, 'open.html')
