/** Somebody who has no mouse: goes on with Tab until it is there, and presses it. */
import type { Locator, Page } from 'playwright-core'

/** More steps than any view has controls. */
const MAX_STEPS = 80

export class Keys {
  readonly page: Page

  constructor (page: Page) {
    this.page = page
  }

  /** @throws Error: no number of steps leads there */
  async reach (target: Locator): Promise<void> {
    await target.waitFor()
    for (let step = 0; step < MAX_STEPS; step++) {
      if (await target.evaluate(one => one.matches(':focus'))) return
      await this.page.keyboard.press('Tab')
    }
    throw new Error(`Tab leads nowhere near ${String(target)}`)
  }

  async press (target: Locator, key: 'Enter' | ' ' = 'Enter'): Promise<void> {
    await this.reach(target)
    await this.page.keyboard.press(key)
  }

  async write (target: Locator, text: string): Promise<void> {
    await this.reach(target)
    await this.page.keyboard.press('Control+a')
    await this.page.keyboard.insertText(text)
  }
}
