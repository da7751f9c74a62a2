/** How the page looks to everybody: every view, in every dress. `npm run faults -- looks` tries all of them together. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { sceneOf } from './scene.ts'
import { keepPicture, openBrowser } from './screen.ts'
import { axe, cutOff, faintControls, moving, overflows, textsOf } from './sight.ts'
import { Stage } from './stage.ts'
import { openChat, walkCode, walkIn, walkInside } from './walk.ts'

const THEMES = ['light', 'dark'] as const
/** A wide screen; one at 200 %; a phone; the narrowest, with large letters. */
const SIZES = [{ width: 1180, height: 760 }, { width: 640, height: 400 }, { width: 360, height: 720 }, { width: 320, height: 512 }] as const
/** How many of the dresses are tried on each view: they take turns, unless it is all of them. */
const TRIED = Number(process.env.NOBYTE_LOOKS ?? 1)
const ALL = TRIED >= THEMES.length * SIZES.length

let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

/** Each view, told to `look` as often as there are dresses for it. */
async function everyView (
  locale: string, scene: ReturnType<typeof sceneOf>, look: (page: Page, where: string) => Promise<void>
): Promise<void> {
  await using stage = await Stage.open(scene)
  const { page, watch } = await stage.enter(browser, { locale, bypassCSP: true, reducedMotion: 'reduce' })
  const dresses = THEMES.flatMap(colorScheme => SIZES.map(size => ({ colorScheme, size })))
  let views = locale.length // another dress for the first view of each
  const visit = async (view: string): Promise<void> => {
    views++
    for (let i = 0; i < Math.min(TRIED, dresses.length); i++) {
      const { colorScheme, size } = dresses[(views * 3 + i) % dresses.length]!
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize(size)
      await page.evaluate('new Promise(done => { requestAnimationFrame(() => { requestAnimationFrame(done) }) })')
      const where = `${view}, ${locale}, ${colorScheme}, ${size.width}`
      await keepPicture(page, where)
      await look(page, where)
    }
    await page.setViewportSize(SIZES[0])
  }
  const walk = { stage, page, visit }
  await walkInside(walk)
  await walkIn(walk)
  await walkCode(walk)
  expect(watch.complaints.filter(text => !text.includes('401'))).toEqual([]) // a wrong code
  expect(watch.strangers).toEqual([])
}

/** What no catalogue holds: the names of languages and of this program, and what the browser writes by itself. */
const BY_ITSELF = new RegExp([
  'nobyte', 'AGPL-3\\.0-only', 'Radia', 'English', 'Deutsch', 'Русский', 'العربية', 'Half a thou', 'From the station', 'amber', 'kite',
  'lantern', 'river',
  '/(?:ip4|dns4)/\\S+', '12D3KooW\\S+'
].join('|'), 'gu')
const DATES = new RegExp([
  '\\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\\b', '\\b\\d+ (minute|hour|day|week)s?\\b',
  '\\b(AM|PM|byte|kB|MB)\\b'
].join('|'), 'gu')

function isRaw (text: string): boolean {
  // One text of ours may stand in another.
  let rest = text.replaceAll(/‹[^›]*›/gu, '')
  for (let before = ''; before !== rest;) {
    before = rest
    rest = rest.replaceAll(/⟦[^⟦⟧]*⟧/gu, '')
  }
  return /\p{L}/u.test(rest.replaceAll(BY_ITSELF, '').replaceAll(DATES, ''))
}

/** What is amiss in a view for whoever cannot see it well, or has another screen. */
const amiss = async (page: Page, { asksAxe }: { asksAxe: boolean }): Promise<string[]> =>
  [...asksAxe ? await axe(page) : [], ...await overflows(page), ...await faintControls(page), ...await moving(page)]

// In short, the other languages are left out: what is right in longer words and from right to left is so in theirs. What axe
// says of a view is then asked once: it takes longer than all the rest.
for (const locale of ALL ? ['en', 'en-XA', 'ar', 'de', 'ru'] : ['en-XA', 'ar']) {
  story(`every view is for everybody, nothing lies beside the page, is cut off or untranslated: ${locale}`, async () => {
    const found = new Set<string>()
    const isPseudo = locale === 'en-XA'
    await everyView(locale, sceneOf(isPseudo ? plain => `‹${plain}›` : undefined), async (page, where) => {
      for (const one of await amiss(page, { asksAxe: ALL || isPseudo })) found.add(`${where}: ${one}`)
      if (!isPseudo) return
      for (const one of await cutOff(page, /[⟦⟧]/u)) found.add(`${where}: ${one}`)
      for (const { text, where: place } of await textsOf(page)) if (isRaw(text)) found.add(`${place} is not translated: ${text}`)
    })
    expect([...found]).toEqual([])
  })
}

story('from right to left everything stands on the other side', async () => {
  await using stage = await Stage.open()
  const edges: Record<string, number>[] = []
  for (const locale of ['en', 'ar']) {
    const { page } = await stage.enter(browser, { locale, reducedMotion: 'reduce' })
    await openChat(page, 0)
    await page.locator('article').last().waitFor()
    await page.locator('.who').click()
    await page.locator('.details .group').first().waitFor()
    const found: Record<string, number> = {}
    for (const [what, side] of Object.entries({
      '.rail': 'start', '.side': 'start', '.main': 'start', '.details': 'end', '.is-in .bubble': 'start', '.is-out .bubble': 'end',
      '.send': 'end',
      '.chat-row .avatar': 'start', '.search .icon': 'start', '.details .switch': 'end'
    })) {
      const { x, width } = (await page.locator(what).last().boundingBox())!
      const isLeft = (side === 'start') === (locale === 'en')
      found[what] = Math.round(isLeft ? x : 1180 - x - width)
    }
    edges.push(found)
  }
  expect(edges[1]).toEqual(edges[0])
})

story('where the system chooses the colours, what is on, chosen or focused still differs from what is not', async () => {
  await using stage = await Stage.open()
  const { page } = await stage.enter(browser, { forcedColors: 'active', reducedMotion: 'reduce' })
  const differs = async (what: string, change: () => Promise<void>): Promise<void> => {
    const shown = page.locator(what).first()
    await page.mouse.move(0, 0)
    const before = await shown.screenshot({ caret: 'hide' })
    await change()
    await page.mouse.move(0, 0)
    expect((await shown.screenshot({ caret: 'hide' })).equals(before), what).toBe(false)
  }
  await page.locator('.chat-row').first().waitFor()
  await differs('.filters button:nth-child(2)', async () => { await page.locator('.filters button').nth(1).click() })
  await page.locator('.filters button').first().click()
  await differs('.chat-row', async () => { await page.locator('.chat-row').first().click() })
  await page.locator('article').first().waitFor()
  await differs('.compose-box', async () => { await page.locator('.chat-row').first().focus() })
  await differs('.send', async () => { await page.locator('#compose').fill('words') })
  await page.locator('.who').click()
  await differs('.details .switch', async () => { await page.locator('.details .switch').first().click() })
  await page.keyboard.press('Escape')
  await differs('.rail-entry:nth-child(5)', async () => { await page.locator('.rail-entry').nth(4).click() })
  await page.locator('input[type=password]').first().waitFor()
  await differs('.strength i', async () => { await page.locator('input[type=password]').nth(1).fill('four words nobody says') })
  for (const what of ['.column .button', '.rail-entry:nth-child(2)', 'select', '.column input']) {
    await page.locator('h1').first().click()
    await differs(what, async () => {
      await page.locator(what).first().focus()
      await page.keyboard.press('Shift') // the focus shows to whoever uses the keyboard
    })
  }
})
