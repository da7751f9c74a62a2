/** Whatever reaches the page from others, in every field that they fill, is text: inert, in its place, asking nobody for anything. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { idOf, messageOf, sceneOf } from './scene.ts'
import { openBrowser } from './screen.ts'
import { inertness, overflows } from './sight.ts'
import { Stage } from './stage.ts'
import { openChat, walkIn, walkInside } from './walk.ts'

const KIB = 1024
/** more of a network's name is refused by the node */
const MAX_NETWORK_NAME = 64
/** Markup, quotes that end an attribute, a link that is none, turned and hidden letters, heaped accents. */
const evil = (plain: string, field: string): string => {
  if (field === 'holding' || field === 'table') return plain // the node's own words, about nobody
  const url = `https://evil.example/${encodeURIComponent(field)}`
  return `${plain}"><img src="${url}" onerror="alert(1)"><script src="${url}"></script><style>@import "${url}"</style>` +
    `<a href="javascript:alert(1)">x</a>\u202E\u2067\u2069\u2069\u200B\u0000a${'\u0301'.repeat(200)} {name} \${1} %s`
}

let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

const SIZES = [{ width: 1180, height: 760 }, { width: 320, height: 640 }]

story('markup, turned letters and names of 4 KiB stay text in any field, turn nothing around them and leave every view whole', async () => {
  const scene = sceneOf((plain, field) => field === 'text' ? evil(plain, field) : evil(plain, field).padEnd(4 * KIB, 'W'))
  scene.exported.name = scene.exported.name.slice(0, MAX_NETWORK_NAME)
  await using stage = await Stage.open(scene)
  const { page, watch } = await stage.enter(browser, { reducedMotion: 'reduce' })
  const amiss: string[] = []
  let views = 0
  const visit = async (view: string): Promise<void> => {
    await page.setViewportSize(SIZES[views++ % SIZES.length]!)
    for (const one of [...await inertness(page), ...await overflows(page)]) amiss.push(`${view}: ${one}`)
    await page.setViewportSize(SIZES[0]!)
  }
  await walkInside({ stage, page, visit })
  await walkIn({ stage, page, visit })
  expect(amiss).toEqual([])
  expect(await page.title()).toMatch(/^(\(\d+\) )?nobyte$/)
  expect(watch.complaints).toEqual([])
  expect(watch.strangers).toEqual([])
})

story('ten megabytes of one message, and a hundred links in another, are shown in part and take the page no breath', async () => {
  const scene = sceneOf()
  const ada = idOf('Ada')
  scene.chats[0]!.contact.unread = 0
  scene.messages.set(ada, [
    messageOf(plain => plain, ada, 0, { direction: 'in', text: 'words '.repeat(10 * KIB * KIB / 6) }),
    messageOf(plain => plain, ada, 1, { direction: 'in', text: 'https://аррӏе.com/ '.repeat(2000) }),
    messageOf(plain => plain, ada, 2, { direction: 'in', text: 'the last of them' })
  ])
  await using stage = await Stage.open(scene)
  const { page, watch } = await stage.enter(browser)
  await openChat(page, 0)
  await page.getByRole('article').filter({ hasText: 'the last of them' }).waitFor()
  expect(await shownChars(page)).toBeLessThan(50 * KIB)
  expect(await overflows(page)).toEqual([])
  await page.locator('#compose').fill('still here')
  await page.locator('#compose').press('Enter')
  await page.getByRole('article').filter({ hasText: 'still here' }).waitFor()
  expect(watch.complaints).toEqual([])
  expect(watch.strangers).toEqual([])
})

const shownChars = async (page: Page): Promise<number> => (await page.locator('.messages').innerText()).length
