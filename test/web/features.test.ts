/** What the page does with what the node tells it, one feature after the other. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { needsBrowser } from '../support/needs.ts'
import { idOf, messageOf, sceneOf } from './scene.ts'
import { openBrowser } from './screen.ts'
import { RIGHT, Stage, WORDS } from './stage.ts'
import { openChat } from './walk.ts'

let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

const ADA = idOf('Ada')
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

async function toWords (page: Page): Promise<void> {
  await page.getByLabel('Your name').fill('Radia')
  await page.keyboard.press('Enter')
  await page.getByLabel('Passphrase', { exact: true }).fill(RIGHT)
  await page.getByLabel('Once more').fill(RIGHT)
  await page.keyboard.press('Enter')
  await page.locator('.words-list li').nth(23).waitFor()
}

story('a page that is closed before the recovery words were confirmed has made nothing; then the profile is made from them', async () => {
  const scene = sceneOf()
  scene.status.state = 'empty'
  await using stage = await Stage.open(scene)
  const { page } = await stage.enter(browser)
  await toWords(page)
  await page.close()
  expect(stage.calls.filter(({ method }) => /^(profile\.(create|recover)|unlock)$/.test(method))).toEqual([])

  const again = await stage.enter(browser)
  await toWords(again.page)
  await button(again.page, 'I have written them down').click()
  for (const label of await again.page.locator('.way-in label').all()) {
    const n = Number(/\d+/.exec(await label.textContent() ?? '')![0])
    await again.page.locator(`[id="${await label.getAttribute('for')}"]`).fill(WORDS[n - 1]!)
  }
  await button(again.page, 'Done').click()
  await again.page.getByRole('heading', { name: 'Add a person' }).waitFor()
  expect(stage.callsOf('profile.recover')).toEqual([{ name: 'Radia', passphrase: RIGHT, recoveryWords: WORDS }])
})

story('one click begins the echo and one removes it, and nobody who is alone is left without a word', async () => {
  const scene = sceneOf()
  scene.chats = []
  await using stage = await Stage.open(scene)
  const { page } = await stage.enter(browser)
  await page.getByText('Your conversations open here.').waitFor()
  await page.getByRole('navigation').getByRole('button', { name: /^Add a person/ }).click()
  await page.getByRole('heading', { name: 'Say hello to yourself first' }).waitFor()
  await button(page, 'Start it').click()
  await page.locator('.bar').getByText('A second node on this computer, which repeats what you write.').waitFor()
  await page.locator('.bar').getByRole('button', { name: 'Remove it' }).click()
  await page.locator('.conversation').waitFor({ state: 'detached' })
  expect(stage.callsOf('echo.stop')).toHaveLength(1)
})

story('people nearby are picked and compared, and each end is told: other words, nobody there, the time is over', async () => {
  await using stage = await Stage.open()
  const { page } = await stage.enter(browser)
  await page.getByRole('navigation').getByRole('button', { name: /^Add a person/ }).click()
  await button(page, 'Let people nearby see your name').click()
  const person = (name: string) => page.locator('.people li').filter({ hasText: name })
  await page.getByRole('timer').filter({ hasText: /^(10:00|9:\d\d)$/ }).waitFor()
  await person('Near there').getByRole('button', { name: 'Meet' }).click()
  await person('Near compare').getByText('lantern · river').waitFor()
  await person('Near compare').getByRole('button', { name: 'They differ' }).click()
  await person('Near failed').getByText(/The words were not the same/).waitFor()
  await expect.poll(() => [stage.callsOf('nearby.pick'), stage.callsOf('nearby.confirm')]).toEqual([
    [{ id: 'near-there' }], [{ id: 'near-compare', match: false }]
  ])
  stage.scene.nearby = { untilMs: null, people: [] }
  stage.tell({ type: 'nearby' })
  await page.getByText('The ten minutes are over: nobody nearby sees you any more.').waitFor()
  await button(page, 'Let people nearby see your name').waitFor()
})

story('words are found in one conversation, from the newest on and round again, while one goes on typing', async () => {
  await using stage = await Stage.open()
  const { page } = await stage.enter(browser)
  await openChat(page, 0)
  await page.locator('article').last().waitFor()
  await page.keyboard.press('Control+Shift+F')
  const field = page.getByRole('searchbox', { name: 'Find in this conversation' })
  await field.fill('Message')
  await page.getByText(/^1 of \d+$/).waitFor()
  await field.press('Shift+Enter')
  await page.getByText(/^(\d+) of \1$/).waitFor()
  await field.press('Enter')
  await page.getByText(/^1 of \d+$/).waitFor()
  expect(await page.evaluate('document.activeElement.id')).toBe('find')
  expect(stage.callsOf('messages.search').at(-1)).toMatchObject({ who: ADA, text: 'Message' })
  await field.press('Escape')
  await field.waitFor({ state: 'detached' })
  expect(await page.evaluate('document.activeElement.id')).toBe('compose')
})

story('a name that is begun behind an @ is completed by a key, and whoever is named sees it stand out', async () => {
  await using stage = await Stage.open()
  const named = messageOf(plain => plain, ADA, 99, { direction: 'in', text: 'Are you there, @radia?', mentioned: true })
  stage.scene.messages.get(ADA)!.push(named)
  stage.scene.status.name = 'Radia'
  const { page } = await stage.enter(browser)
  await openChat(page, 0)
  await page.locator('article').last().waitFor()
  await page.locator('.is-mention .mention').getByText('@radia').waitFor()
  await page.locator('#compose').pressSequentially('Hello @a')
  await page.getByRole('group', { name: 'Mention' }).getByText('@Ada').waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.type('how are you')
  expect(await page.locator('#compose').inputValue()).toBe('Hello @Ada how are you')
  await page.keyboard.press('Enter')
  await page.locator('article.is-out').last().locator('.mention').getByText('@Ada').waitFor()
})

story('who does not look is told of the open conversation, of much at once only the last; others come and go as it is told', async () => {
  await using stage = await Stage.open()
  const { page } = await stage.enter(browser)
  await openChat(page, 0)
  await page.locator('article').last().waitFor()
  await page.bringToFront()
  const told = page.locator('[role=status][aria-atomic]')
  const say = (contactId: string, n: number, text: string): void => {
    stage.tell({ type: 'message', ...messageOf(plain => plain, contactId, n, { direction: 'in', text }), contactId })
  }
  await page.evaluate(`(() => { const heard = window.heard = []; new MutationObserver(() => { heard.push(document.querySelector(
    '[role=status][aria-atomic]').textContent) }).observe(document.querySelector('[role=status][aria-atomic]'),
    { childList: true, characterData: true, subtree: true }) })()`)
  say(idOf('Ines'), 200, 'elsewhere')
  for (const [n, text] of ['first', 'second', 'third'].entries()) say(ADA, 201 + n, text)
  await told.getByText(/third/).waitFor()
  expect(await page.evaluate('window.heard.map(text => text.replaceAll(/[\\u2068\\u2069]/g, ""))')).toEqual(['Ada: first', 'Ada: third'])
  for (const online of [true, false]) {
    stage.tell({ type: 'presence', contactId: idOf('Jonas'), online, atMs: Date.now() })
    await page.locator(`.chat-row:has-text("Jonas") .avatar${online ? '.is-online' : ':not(.is-online)'}`).waitFor()
  }
})

story('what comes in is heard where that was chosen, and not of whom was muted, unless they name one', async () => {
  await using stage = await Stage.open()
  await using context = await browser.newContext({ locale: 'en-GB' })
  await context.addInitScript(`{
    const { start } = OscillatorNode.prototype
    window.tones = 0
    OscillatorNode.prototype.start = function (...when) { window.tones++; start.apply(this, when) }
  }`)
  const { page } = await stage.enter(context)
  await page.locator('.chat-row').first().waitFor()
  let n = 300
  const arrives = async (name: string, more: Parameters<typeof messageOf>[3] = {}): Promise<number> => {
    const text = `number ${++n}`
    stage.tell({ type: 'message', ...messageOf(plain => plain, idOf(name), n, { direction: 'in', text, ...more }), contactId: idOf(name) })
    await page.locator('.chat-row').filter({ hasText: text }).waitFor()
    return await page.evaluate<number>('window.tones')
  }
  expect(await arrives('Ada')).toBe(0)
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click()
  await page.getByRole('switch', { name: 'Sounds' }).click()
  expect(stage.callsOf('preferences.set').at(-1)).toMatchObject({ sounds: true })
  await page.getByRole('navigation').getByRole('button', { name: /^Chats/ }).click()
  const sample = await page.evaluate<number>('window.tones') // whoever switches it on hears it once
  const once = await arrives('Ada') - sample
  expect(once).toBeGreaterThan(0)
  expect(await arrives('Boris') - sample).toBe(once) // muted
  expect(await arrives('Boris', { mentioned: true }) - sample).toBe(2 * once)
})

story('what the node has to say and what it holds are in the reader\'s language, with their own dates and lists', async () => {
  await using stage = await Stage.open()
  stage.scene.holdings = [
    { kind: 'table', name: 'drafts', count: 1, bytes: 9, locked: true, what: 'what was begun and not sent', life: 'until sent or emptied' }
  ]
  const { page } = await stage.enter(browser, { locale: 'de' })
  await openChat(page, 0)
  await page.locator('.who').click()
  await page.locator('.details summary').click()
  const said = page.locator('.details details')
  // What is filled in is set apart by marks that nobody sees.
  await said.getByText(/^\u2068Ada\u2069 ist online, direkt unter \u2068\/ip4\/10\.1\.0\.3/).waitFor()
  await said.getByText('2 Nachrichten warten auf die Antwort').waitFor()
  await said.getByText(/in einem versiegelten Umschlag bei \u2068nadir\u2069 und \u2068zenith\u2069, mindestens bis \d+\. Apr/).waitFor()
  // So is why something cannot be done: what the node says of it, and where that is too little, its kind.
  await page.getByLabel('Wie du sie nennst').fill(stage.scene.chats[1]!.contact.name)
  await button(page, 'Speichern').click()
  await page.getByText(/^Hier heißt schon jemand oder etwas \u2068.+\u2069\.$/).waitFor()
  await page.locator('.rail-entry').nth(1).click()
  await page.getByLabel('Füge den Link ein').fill('nobyte:nonsense')
  await button(page, 'Folgen').click()
  await page.getByText('Das ist kein Einladungslink, oder er ist beschädigt.').waitFor()
  await page.locator('.rail-entry').nth(2).click()
  await page.locator('.notes').getByText('Die Uhr eines Kontakts geht 3 Stunden vor').waitFor()
  await page.locator('.rail-entry').nth(3).click()
  await page.getByRole('rowheader', { name: /^was begonnen und nicht gesendet wurde/ }).waitFor()
  await page.getByRole('cell', { name: 'bis gesendet oder geleert' }).waitFor()
})

story('what takes the node a while after a start is told while it does: fetching, then the search', async () => {
  await using stage = await Stage.open()
  const { status } = stage.scene
  const mailbox = status.mailboxes![2]!
  delete status.clockDoubt
  Object.assign(mailbox, { state: 'new', fetchedAtMs: null })
  status.indexing = true
  const { page } = await stage.enter(browser)
  const strip = page.locator('.strip')
  await strip.getByText('Fetching what came in meanwhile…').waitFor()
  Object.assign(mailbox, { state: 'reachable', fetchedAtMs: Date.now() })
  await strip.getByText('Preparing the search…').waitFor()
  delete status.indexing
  await strip.getByText('Connected to 4 nodes').waitFor()
})

story('the screens come one after the other while nobody asks for anything, and stay when the node goes away', async () => {
  await using stage = await Stage.open()
  const { page, watch } = await stage.enter(browser)
  await page.locator('.chat-row').first().waitFor()
  const fetched = async (): Promise<string[]> => await page.evaluate(() =>
    performance.getEntriesByType('resource').map(({ name }) => /\/(\w+)-[^/]+\.js$/.exec(name)?.[1] ?? ''))
  const parts = ['add', 'network', 'holdings', 'settings', 'details', 'timeline']
  await expect.poll(fetched, { timeout: 60_000 }).toEqual(expect.arrayContaining(parts))
  expect(await fetched()).not.toContain('welcome') // nobody needs it any more
  await stage.leave()
  await page.locator('.strip.is-amiss').waitFor()
  for (const name of ['Add a person', 'Network', 'What this node holds', 'Settings']) {
    await page.getByRole('navigation').getByRole('button', { name }).click()
    await page.getByRole('heading', { name, level: 1 }).waitFor()
  }
  expect(watch.complaints).toEqual([])
})
