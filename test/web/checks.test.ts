/**
 * What the page itself sees to, S17 and S20 of its security: that nobody stands in between, that nothing stays in the browser,
 * and that what others write cannot turn, imitate or lead away unasked. `npm run faults -- doors` takes each of it out of the
 * built page in turn, and this has to notice.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { idOf, messageOf, sceneOf } from './scene.ts'
import { openBrowser } from './screen.ts'
import { Stage } from './stage.ts'
import { openChat } from './walk.ts'

const ASSETS = new URL('../../dist/web/assets/', import.meta.url)
const TAKES_AWAY = process.env.NOBYTE_MUTANTS !== undefined
const LINKS = 'https://аррӏе.invalid/login, https://bank.example@evil.invalid/ and file:///etc/passwd'

let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

function hostileScene (): ReturnType<typeof sceneOf> {
  const scene = sceneOf()
  const [{ contact }] = scene.chats as [typeof scene.chats[0] & object]
  Object.assign(contact, { name: 'Ada\u202Egpj.exe', announcedName: 'Ada\u202Egpj.exe', unread: 0 })
  const ada = idOf('Ada')
  scene.messages.set(ada, [
    messageOf(plain => plain, ada, 1, { direction: 'in', text: LINKS }),
    messageOf(plain => plain, ada, 2, { direction: 'in', text: 'turned \u202Earound' })
  ])
  return scene
}

interface Visit { stage: Stage, context: BrowserContext, page: Page }
interface Check { name: string, look: (visit: Visit) => Promise<void> }

const CHECKS: Check[] = [
  {
    name: 'S17 a page that a service worker controls stops before it asks for anything',
    async look ({ stage, context, page }) {
      await context.addInitScript(() => {
        Object.defineProperty(Navigator.prototype, 'serviceWorker', { get: () => ({ controller: {} }) })
      })
      const { address, code } = await stage.wayIn()
      const asked: string[] = []
      page.on('request', request => { if (request.method() === 'POST') asked.push(request.url()) })
      await page.goto(`${address}#code=${code}`)
      await page.locator('.way-in h1, .chat-row').first().waitFor()
      expect(await page.locator('h1').first().innerText()).toBe('Something stands between this page and your node')
      expect([...asked, ...stage.calls]).toEqual([])
    }
  },
  {
    name: 'S17 nothing stays in the browser but the word of this tab, in the tab',
    async look ({ stage, context, page }) {
      await enter(stage, page)
      await page.locator('#compose').fill('half a sentence')
      await expect.poll(() => stage.callsOf('chats.setDraft')).toHaveLength(1)
      const kept = await page.evaluate<object>(`(async () => ({
        tab: sessionStorage.length, local: localStorage.length, databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length
      }))()`)
      expect({ ...kept, cookies: await context.cookies() })
        .toEqual({ tab: 1, local: 0, databases: 0, caches: 0, workers: 0, cookies: [] })
    }
  },
  {
    name: 'S20 nothing turns what stands around it; a link is of the web, says in its own letters where it leads, and asks before it does',
    async look ({ stage, context, page }) {
      await enter(stage, page)
      expect(await page.locator('.who .name').innerText()).toBe('Adagpj.exe')
      expect(await page.locator('article .words').last().innerText()).toBe('turned around')
      const links = page.locator('article a')
      expect(await links.allInnerTexts()).toEqual(['https://xn--80ak6aa92e.invalid/login', 'https://bank.example@evil.invalid/'])
      expect(await links.first().getAttribute('rel')).toBe('noopener noreferrer nofollow')
      const left = context.waitForEvent('page').then(() => 'left')
      left.catch(() => {}) // it may never be, until the end
      await links.last().click()
      expect(await Promise.race([left, page.locator('.dialog').waitFor().then(() => 'asked')])).toBe('asked')
      expect(await page.locator('.dialog .host').innerText()).toBe('evil.invalid')
      expect(await page.locator('.dialog').innerText()).toContain('This address may imitate another one.')
    }
  }
]

/** Out of the page as it is built, by what is left of each check there. */
const MUTATIONS: { check: string, what: string, changes: [from: RegExp, to: string][] }[] = [
  { check: 'S17 a page', what: 'a service worker', changes: [[/\?\.controller\?\?null\)!==null/, '?.controller??null)===1']] },
  { check: 'S17 nothing', what: 'what outlives the tab', changes: [[/sessionStorage\.setItem/, 'localStorage.setItem']] },
  { check: 'S20', what: 'names that turn', changes: [[/\\u202A-\\u202E\\u2060/, '\\u2060']] },
  { check: 'S20', what: 'texts that turn', changes: [[/\[\\u202A-\\u202E\\u2066-\\u2069\]/, '[\\u2066]']] },
  { check: 'S20', what: 'letters that look like others', changes: [[/\(\^\|\\\.\)xn--/, '(^|\\.)none--']] },
  { check: 'S20', what: 'a name before the host', changes: [[/(\w+)\.username!==``\|\|\1\.password!==``\|\|/, '']] },
  {
    check: 'S20', what: 'files',
    changes: [[/\\bhttps\?:/, '\\b(?:https?|file):'], [/if\(\w+\.protocol!==`http:`&&\w+\.protocol!==`https:`\)return;?/, '']]
  },
  { check: 'S20', what: 'a way back', changes: [[/noopener noreferrer nofollow/, 'nofollow']] },
  {
    check: 'S20', what: 'leaving unasked',
    changes: [[/(\w+)\.preventDefault\(\),\1\.stopPropagation\(\),\w+\(\w+\)\},children/, '},children']]
  }
]

async function enter (stage: Stage, page: Page): Promise<void> {
  const { address, code } = await stage.wayIn()
  await page.goto(`${address}#code=${code}`)
  await openChat(page, 0)
  await page.locator('article').last().waitFor()
}

async function tried (check: Check, changes: readonly [from: RegExp, to: string][] = []): Promise<void> {
  await using stage = await Stage.open(hostileScene())
  const context = await browser.newContext({ viewport: { width: 1180, height: 760 }, locale: 'en-GB', reducedMotion: 'reduce' })
  const made = new Set<RegExp>()
  try {
    if (changes.length > 0) {
      await context.route('**/assets/*.js', async route => {
        let body = await readFile(new URL(basename(new URL(route.request().url()).pathname), ASSETS), 'utf8')
        for (const [from, to] of changes) {
          if (!from.test(body)) continue
          made.add(from)
          body = body.replace(from, to)
        }
        await route.fulfill({ body, contentType: 'text/javascript' })
      })
    }
    await check.look({ stage, context, page: await context.newPage() }).catch((err: unknown) => {
      // What was never taken away has noticed nothing.
      for (const [from] of changes) if (!made.has(from)) throw new TypeError(`the page has nothing of the kind: ${String(from)}`)
      throw err
    })
  } finally {
    await context.close()
  }
}

for (const check of CHECKS) story(check.name, async () => { await tried(check) })

for (const { check, what, changes } of TAKES_AWAY ? MUTATIONS : []) {
  story(`without what keeps off: ${check.slice(0, 3)} ${what}`, async () => {
    const error = await tried(CHECKS.find(({ name }) => name.startsWith(check))!, changes).catch((err: unknown) => err)
    expect(String(error)).toContain('AssertionError')
  })
}
