/** Whatever a contact sends, and whatever they call themselves, is text: inert, in its place, and asking nobody for anything. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Terminal } from '../cli/terminal.ts'
import { needsBrowser } from '../support/needs.ts'
import { World } from '../support/world.ts'
import { openBrowser, Screen } from './screen.ts'
import { overflows } from './sight.ts'

const NAME = '<img src=x onerror=alert(1)>\u202Etxt.exe\u200B'
const HOSTILE = [
  '<script>document.title = "owned"</script><img src="https://evil.example/x.png" onerror="alert(1)">',
  '</textarea><svg onload=alert(1)><a href="javascript:alert(1)">x</a>',
  'javascript:alert(1) data:text/html,<script>alert(1)</script> file:///etc/passwd',
  'https://аррӏе.com/login and https://google.com@evil.example/ and https://example.org/a_(b).',
  `\u202E${'reversed '.repeat(5)}\u202C and a${'\u0301'.repeat(400)} b`,
  'W'.repeat(5000),
  `${'line\n'.repeat(400)}end`,
  '{name} {count} ${1+1} %s &lt;b&gt; \u0000 \uFFFF',
  'مرحبا <b>world</b> שלום'
]
let browser: Browser

const story = needsBrowser(test)
beforeAll(async () => { browser = await openBrowser() })
afterAll(async () => { await browser.close() })

story('hostile names and texts that came over the wire are shown inert, in a page that stays whole', async () => {
  await using world = await World.create()
  await using terminal = await Terminal.open()
  await using mallory = await Terminal.open()
  const network = JSON.stringify(world.network)
  await terminal.settle('Ada', await terminal.path('net.json', network))
  await mallory.settle(NAME, await mallory.path('net.json', network))
  await Promise.all([terminal.start(), mallory.start()])
  const [{ link }] = await terminal.json('invite')
  await mallory.json('accept', link, '--wait')
  for (const text of HOSTILE.slice(0, -1)) await mallory.json('rpc', 'messages.send', JSON.stringify({ to: 'Ada', text }))
  await mallory.json('send', 'Ada', HOSTILE.at(-1)!, '--wait', 'delivered')

  const ada = await Screen.open(browser, { terminal })
  await ada.page.locator('.chat-row').click()
  await ada.page.getByText('Unread messages').waitFor() // what was not read begins there
  await ada.button('To the newest message').click()
  await ada.message('שלום').waitFor()
  expect(await ada.page.title()).not.toContain('owned')
  expect(await ada.page.locator('#page script, #page img, #page iframe, #page object').count()).toBe(0)
  expect(await overflows(ada.page)).toEqual([])
  // A name cannot turn what stands behind it.
  expect(await ada.page.locator('.who .name').innerText()).toBe('<img src=x onerror=alert(1)>txt.exe')

  // All of it passes by on the way up. Links are of the web alone, and say where they lead in the network's own letters.
  const links = new Set<string>()
  for (let i = 0; i < 40 && links.size < 4; i++) {
    const hrefs = await ada.page.locator('article a').evaluateAll(all => all.map(one => one.getAttribute('href') ?? ''))
    for (const href of hrefs) links.add(href)
    await ada.page.locator('.messages').evaluate(box => { box.scrollTop -= 400 })
    await ada.page.evaluate('new Promise(resolve => { requestAnimationFrame(resolve) })')
  }
  expect([...links].sort()).toEqual([
    'https://evil.example/x.png', 'https://example.org/a_(b)', 'https://google.com@evil.example/', 'https://xn--80ak6aa92e.com/login'
  ])
  await ada.page.getByRole('link', { name: /xn--80ak6aa92e/ }).click()
  await ada.page.getByText('This address may imitate another one.', { exact: false }).waitFor()
  await ada.page.keyboard.press('Escape')

  expect(ada.complaints).toEqual([])
  expect(ada.watch.strangers).toEqual([])
})
