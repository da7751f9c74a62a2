/** What can be said of a page by looking at it: each lists what is amiss there. */
import { readFile } from 'node:fs/promises'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import type { Page } from 'playwright-core'

interface Violation { id: string, nodes: { target: unknown[] }[] }

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const SIGHT = stripTypeScriptTypes(await readFile(new URL('in-page/sight.ts', import.meta.url), 'utf8'))

async function ask <T> (page: Page, what: string, script: string, name: string): Promise<T> {
  if (!await page.evaluate<boolean>(`${JSON.stringify(name)} in globalThis`)) await page.evaluate(`${script};0`)
  return await page.evaluate<T>(what)
}

/** Of a page with bypassCSP: our own policy refuses what its rules do. */
export async function axe (page: Page): Promise<string[]> {
  const found = await ask<Violation[]>(page, "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)", AXE, 'axe')
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(', ')}`)
}

const look = async <T = string[]>(page: Page, what: string): Promise<T> => await ask<T>(page, `sight.${what}`, `{${SIGHT}}`, 'sight')

/** Boxes that are wider than what they stand in, so that something lies beside the page. */
export const overflows = async (page: Page): Promise<string[]> => await look(page, 'overflows()')

/** Words of ours that cannot be read to their end. What others wrote may be cut: `ours` says which texts are looked at. */
export const cutOff = async (page: Page, ours: RegExp): Promise<string[]> => await look(page, `cutOff(${JSON.stringify(ours.source)})`)

/** Every text on the page, those for who does not look among them. */
export const textsOf = async (page: Page): Promise<{ text: string, where: string }[]> => await look(page, 'textsOf()')

/** Controls that differ too little from what they lie on: 3 to 1 is asked for. */
export const faintControls = async (page: Page): Promise<string[]> => await look(page, 'faintControls()')

/** What others wrote and what is no text any more. */
export const inertness = async (page: Page): Promise<string[]> => await look(page, 'inertness()')

/** What moves, or would move if it changed. */
export const moving = async (page: Page): Promise<string[]> => await look(page, 'moving()')
