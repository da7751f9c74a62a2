/** Somebody in front of their screen: a node of their own, started by the command line, and its page in a real browser. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium, type Browser, type BrowserContextOptions, type Locator, type Page } from 'playwright-core'
import { Terminal } from '../cli/terminal.ts'

const ARGS = [
  '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'
]
export const CHROMIUM = '/usr/bin/chromium'
/** Pictures of a story are kept where this variable says. */
const SHOTS = process.env.NOBYTE_SHOTS

export async function keepPicture (page: Page, name: string): Promise<void> {
  if (SHOTS === undefined) return
  await mkdir(SHOTS, { recursive: true })
  await page.screenshot({ path: join(SHOTS, `${name.replaceAll(/[^\w-]+/g, '-')}.png`) })
}
/** A node derives keys and finds others meanwhile, on a busy computer. */
const PATIENCE_MS = 120_000

export async function openBrowser (...more: string[]): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: [...ARGS, ...more] })
}

export interface ScreenOptions extends BrowserContextOptions {
  terminal?: Terminal
}

/** What a page does that nobody sees. */
export class Watch {
  /** what its console complained of, CSP and Trusted Types among it, and scripts that ran */
  readonly complaints: string[] = []
  /** what it asked for, by address */
  readonly requests: string[] = []
  readonly address: string

  constructor (page: Page, address: string) {
    this.address = address
    page.on('console', message => {
      // A connection that is refused while the node is away is what several stories are about.
      const [type, text] = [message.type(), message.text()]
      if (['error', 'warning'].includes(type) && !text.includes('ERR_CONNECTION_REFUSED')) this.complaints.push(text)
    })
    page.on('pageerror', err => { this.complaints.push(String(err)) })
    page.on('dialog', dialog => {
      this.complaints.push(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('request', request => { this.requests.push(request.url()) })
  }

  /** what it asked somebody else for: nothing, whatever others write */
  get strangers (): string[] { return this.requests.filter(url => !url.startsWith(this.address) && !url.startsWith('blob:')) }
}

export class Screen implements AsyncDisposable {
  readonly terminal: Terminal
  readonly page: Page
  readonly watch: Watch
  readonly address: string

  private constructor (terminal: Terminal, page: Page, address: string) {
    this.terminal = terminal
    this.page = page
    this.address = address
    this.watch = new Watch(page, address)
  }

  get complaints (): string[] { return this.watch.complaints }

  /** Opens the page as `nobyte open` says, with the code in the address as a browser is given it. */
  static async open (browser: Browser, { terminal, ...options }: ScreenOptions = {}): Promise<Screen> {
    const at = terminal ?? await Terminal.open()
    const [{ address, code }] = await at.json('open', '--print')
    const context = await browser.newContext({ viewport: { width: 1180, height: 760 }, locale: 'en-GB', ...options })
    context.setDefaultTimeout(PATIENCE_MS)
    const screen = new Screen(at, await context.newPage(), address)
    await screen.page.goto(`${address}#code=${code}`)
    return screen
  }

  button (name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' })
  }

  field (label: string | RegExp): Locator {
    return this.page.getByLabel(label, { exact: typeof label === 'string' })
  }

  get box (): Locator { return this.page.locator('#compose') }

  /** A message by what it says. */
  message (text: string | RegExp): Locator {
    return this.page.getByRole('article').filter({ hasText: text })
  }

  async say (text: string): Promise<void> {
    await this.box.fill(text)
    await this.box.press('Enter')
  }

  /** The whole first run. @returns the recovery words */
  async arrive (name: string, { passphrase, network }: { passphrase: string, network?: string }): Promise<string[]> {
    const { page } = this
    if (network !== undefined) {
      await page.getByText('A network file, or recovery words?').click()
      await page.locator('input[type=file]').setInputFiles({ name: 'net.json', mimeType: 'application/json', buffer: Buffer.from(network) })
      await page.getByText(/You will be on the network/).waitFor()
    }
    await this.field('Your name').fill(name)
    await page.keyboard.press('Enter')
    await this.field('Passphrase').fill(passphrase)
    await this.field('Once more').fill(passphrase)
    await page.keyboard.press('Enter')
    await page.locator('.words-list li').nth(23).waitFor()
    const words = await page.locator('.words-list li').allTextContents()
    await this.button('I have written them down').click()
    for (const field of await page.getByLabel(/^Word \d/).all()) {
      const id = await field.getAttribute('id')
      const label = await page.locator(`label[for="${id}"]`).textContent()
      await field.fill(words[Number(/\d+/.exec(label ?? '')![0]) - 1]!)
    }
    await this.button('Done').click()
    return words
  }

  async shot (name: string): Promise<void> {
    await keepPicture(this.page, name)
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    await this.page.context().close()
    await this.terminal[Symbol.asyncDispose]()
  }
}
