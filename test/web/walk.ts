/** Through everything that the page can show, one view after the other, by means that no language changes. */
import type { Page } from 'playwright-core'
import { idOf } from './scene.ts'
import { RIGHT, WORDS, type Stage } from './stage.ts'

type Visit = (view: string) => Promise<void>

export interface Walk {
  stage: Stage
  page: Page
  visit: Visit
}

/** From the list to the last setting; the page is signed in, and its profile is open. */
export async function walkInside (walk: Walk): Promise<void> {
  await walkList(walk)
  await walkConversation(walk)
  await walkPeople(walk)
  await walkGroup(walk)
  await walkScreens(walk)
}

/** What stands before it: the first run, the code, the passphrase. The page ends as it began: signed in, with an open profile. */
export async function walkIn ({ stage, page, visit }: Walk): Promise<void> {
  const { scene } = stage
  await stage.leave()
  await page.locator('.strip.is-amiss .link-button').waitFor()
  await visit('node away')

  scene.status.state = 'empty'
  await stage.comeBack()
  const fields = page.locator('.way-in input:not([type=file]), .way-in textarea')
  const [submit, primary] = [async () => { await page.keyboard.press('Enter') }, page.locator('.way-in .button.primary')]
  await fields.first().waitFor()
  await visit('first run')
  await page.locator('.way-in summary').click()
  await page.locator('.way-in input[type=file]').setInputFiles({
    name: 'net.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(scene.exported))
  })
  await page.locator('.way-in .hint').filter({ hasText: 'Lighthouse' }).first().waitFor()
  await visit('first run, with a network file')
  await page.locator('.way-in .link-button').last().click()
  await page.locator('.way-in textarea').fill(WORDS.slice(1).join(' '))
  await visit('recovery')
  await page.locator('.way-in .actions .button').first().click()
  await fields.first().fill('Radia')
  await submit()
  await page.locator('input[type=password]').nth(1).waitFor()
  await fields.first().fill('one')
  await fields.nth(1).fill('two')
  await visit('a passphrase')
  await fields.first().fill(RIGHT)
  await fields.nth(1).fill(RIGHT)
  await submit()
  await page.locator('.words-list li').nth(23).waitFor()
  await visit('recovery words')
  await primary.click()
  await fields.nth(2).waitFor()
  await fields.first().fill('nothing')
  await visit('three of the words')
  for (const label of await page.locator('.way-in label').all()) {
    const [n = ''] = /[\d٠-٩]+/.exec(await label.textContent() ?? '') ?? []
    const word = WORDS[Number(n.replaceAll(/[٠-٩]/g, digit => String(digit.codePointAt(0)! - 0x660))) - 1]!
    await page.locator(`[id="${await label.getAttribute('for')}"]`).fill(word)
  }
  await primary.click()
  await page.locator('.rail').waitFor()

  await stage.leave()
  scene.status.state = 'locked'
  await stage.comeBack()
  await page.locator('.phrase').waitFor()
  await visit('locked')
  await fields.first().fill('not this')
  await submit()
  await page.locator('[aria-invalid=true]').waitFor()
  await visit('a wrong passphrase')
  await fields.first().fill(RIGHT)
  await page.locator('.way-in .button.primary:not([disabled])').click()
  await page.locator('.rail').waitFor()
}

/** A tab without a session: this page is not signed in afterwards. */
export async function walkCode ({ stage, page, visit }: Walk): Promise<void> {
  const { address } = await stage.wayIn()
  await page.evaluate('sessionStorage.clear()')
  await page.goto(address)
  await page.locator('.command').waitFor()
  await visit('a code is asked for')
  await page.locator('.way-in input').fill('XXXX-XXXX')
  await page.keyboard.press('Enter')
  await page.locator('[aria-invalid=true]').waitFor()
  await visit('a wrong code')
}

async function walkList ({ stage, page, visit }: Walk): Promise<void> {
  await page.locator('.chat-row').first().waitFor()
  stage.tell({ type: 'typing', contactId: idOf('Ines'), on: true })
  await page.locator('.chat-last .accent').waitFor()
  await visit('list')
  await page.locator('.filters button').nth(2).click()
  await page.locator('.chat-row').nth(1).waitFor({ state: 'detached' })
  await visit('what was put away')
  await page.locator('.filters button').first().click()
  await page.locator('#search').fill('Message')
  await page.locator('.list-title').waitFor()
  await visit('search')
  await page.locator('#search').fill('nowhere to be found')
  await page.locator('.chat-row').first().waitFor({ state: 'detached' })
  await page.locator('.list-title').waitFor()
  await visit('nothing found')
  await page.locator('#search').press('Escape')
  await page.locator('.chat-row').nth(3).waitFor()
}

const toChats = async (page: Page): Promise<void> => {
  if (await page.locator('.only-phone button').first().isVisible()) await page.locator('.only-phone button').first().click()
  if (await page.locator('.rail-entry').first().isVisible()) await page.locator('.rail-entry').first().click()
}

export async function openChat (page: Page, at: number): Promise<void> {
  await toChats(page)
  await page.locator('.chat-row').nth(at).click()
  await page.locator('.conversation').waitFor()
}

async function walkConversation ({ page, visit }: Walk): Promise<void> {
  const { keyboard } = page
  const gone = async (what: string): Promise<void> => { await page.locator(what).waitFor({ state: 'detached' }) }
  await openChat(page, 0)
  await page.locator('article').last().waitFor()
  await visit('conversation')
  await page.locator('article').last().click({ button: 'right' })
  await page.locator('.menu').waitFor()
  await visit('menu of a message')
  await page.locator('.menu .is-danger').click()
  await page.locator('.dialog').waitFor()
  await visit('delete?')
  await keyboard.press('Escape')
  await gone('.dialog')
  await page.locator('.ticks-button').last().click()
  await page.locator('.timeline li').nth(2).waitFor()
  await visit('what became of it')
  await keyboard.press('Escape')
  await gone('.dialog')
  await page.locator('.messages').evaluate(box => { box.scrollTop = -box.scrollHeight })
  await page.locator('article a').first().click()
  await page.locator('.host').waitFor()
  await visit('leaving')
  await keyboard.press('Escape')
  await gone('.dialog')
  await page.locator('#compose').press('Control+ArrowUp')
  await page.locator('.about').waitFor()
  await page.locator('.compose-box .icon-button').click()
  await page.locator('.emoji-grid').first().waitFor()
  await visit('an answer, and emoji')
  await page.locator('.compose-box .icon-button').click()
  await page.locator('.about .icon-button').click()
  await page.locator('#compose').fill('@')
  await page.locator('.mentions').waitFor()
  await visit('a name is begun')
  await page.locator('#compose').fill('')
  await keyboard.press('Control+Shift+F')
  await page.locator('#find').fill('e')
  await page.locator('.find [role=status]').filter({ hasText: /\p{N}/u }).waitFor()
  await visit('found in one conversation')
  await keyboard.press('Escape')
  await gone('.find')
  await page.locator('.conversation .main-head > .icon-button').click()
  await page.locator('.menu').waitFor()
  await visit('menu of a conversation')
  await keyboard.press('Escape')
  await gone('.menu')
  await page.locator('.who').click()
  await page.locator('.details .group').first().waitFor()
  await page.locator('.details summary').first().click()
  await visit('details')
  await page.locator('.details .button.danger').click()
  await page.locator('.dialog').waitFor()
  await visit('remove?')
  await keyboard.press('Escape')
  await gone('.dialog')
  await page.locator('.details .row-setting .button').first().click()
  await page.locator('.digits li').nth(11).waitFor()
  await visit('verify')
  await page.locator('.verify .button').first().click()
  await page.locator('.dialog .warning').waitFor() // there is no camera
  await visit('no camera')
  await keyboard.press('Escape')
  await gone('.dialog')
  await page.locator('.details .main-head .icon-button').click()
  await page.locator('.details .main-head .icon-button').click()
  await gone('.details')
}

async function walkPeople ({ page, visit }: Walk): Promise<void> {
  const particular = { 2: 'changed keys', 3: 'being connected', 4: 'asked', 5: 'blocked', 6: 'disappearing, with a draft' }
  for (const [at, view] of Object.entries(particular)) {
    await openChat(page, Number(at))
    await visit(view)
  }
  await toChats(page)
}

async function walkGroup ({ page, visit }: Walk): Promise<void> {
  const { keyboard } = page
  const closed = async (what: string): Promise<void> => {
    await keyboard.press('Escape')
    await page.locator(what).waitFor({ state: 'detached' })
  }
  await toChats(page)
  await page.locator('#search').fill('Walkers') // far down in the list, of which only a part is drawn
  await page.locator('.chat-row').first().filter({ hasText: 'Walkers' }).click()
  await page.locator('#search').press('Escape')
  await page.locator('.author').first().waitFor()
  await visit('group')
  await page.locator('.ticks-button').last().click()
  await page.locator('.timeline li').nth(3).waitFor()
  await visit('who has it')
  await closed('.dialog')
  await page.locator('.who').click()
  await page.locator('.members li').nth(3).waitFor()
  await visit('members')
  await page.locator('.members .icon-button').last().click()
  await page.locator('.menu').waitFor()
  await visit('what a member may do')
  await page.locator('.menu .is-danger').click()
  await page.locator('.dialog .danger').waitFor()
  await visit('remove a member?')
  await closed('.dialog')
  await page.locator('.links .icon-button').first().click()
  await page.locator('.dialog .qr').waitFor()
  await visit('a link into the group')
  await closed('.dialog')
  await page.locator('.members + .button').click()
  await page.locator('.picker input').first().waitFor()
  await visit('add members')
  await closed('.dialog')
  await page.locator('.details .button.danger').click()
  await page.locator('.dialog .danger').waitFor()
  await visit('leave?')
  await closed('.dialog')
  await page.locator('.details .main-head .icon-button').click()
  await page.locator('.details').waitFor({ state: 'detached' })
  await toChats(page)
}

async function walkScreens ({ page, visit }: Walk): Promise<void> {
  const group = page.locator('.column .group').first()
  for (const [i, view] of ['add', 'network', 'holdings', 'settings'].entries()) {
    await page.locator('.rail-entry').nth(i + 1).click()
    await group.waitFor()
    if (view === 'add') {
      await page.locator('.picker input').first().waitFor()
      await visit('add')
      await page.locator('.group .button.primary').filter({ has: page.locator('svg') }).first().click()
      await page.locator('.made').scrollIntoViewIfNeeded()
      await visit('a link')
      const nearby = page.locator('.column .group').last()
      await nearby.locator('.button').click()
      await nearby.locator('.two-words').first().waitFor()
      await visit('people nearby')
      await nearby.locator('.row-setting .button').click()
      await nearby.locator('.two-words').first().waitFor({ state: 'detached' })
    }
    if (view === 'network') await page.locator('table tr').nth(3).waitFor()
    if (view === 'holdings') await page.locator('table tr').nth(1).waitFor()
    if (view === 'settings') await page.locator('.switch').first().waitFor()
    if (view !== 'add') await visit(view)
    if (view === 'holdings') {
      await page.locator('table .button').first().click()
      await page.locator('.dialog .danger').waitFor()
      await visit('delete what is held?')
      await page.keyboard.press('Escape')
      await page.locator('.dialog').waitFor({ state: 'detached' })
    }
  }
  await page.locator('.column .group').last().locator('.button').click()
  await page.locator('.dialog').waitFor()
  await visit('keys')
  await page.keyboard.press('Escape')
  await page.locator('.dialog').waitFor({ state: 'detached' })
  await page.locator('.rail-entry').first().click()
}
