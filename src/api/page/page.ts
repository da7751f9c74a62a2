/** A node's web page, as long as nobody asks for it: a promise. Its server is loaded with the first who does. */
import { stat } from 'node:fs/promises'
import { AppError } from '../../base/errors.ts'
import type { WayIn } from '../schema.ts'
import type { PageDoor, PageDoorOptions } from './door.ts'
import { savedDoors } from './paths.ts'

interface PageOptions extends Omit<PageDoorOptions, 'folder'> {
  /** undefined: nobody may open it */
  folder: string | undefined
}

export class Page {
  readonly #options: PageOptions
  #door: Promise<PageDoor> | undefined

  constructor (options: PageOptions) {
    this.#options = options
  }

  /** Goes on where a process ended that was locked or killed. */
  async resume (): Promise<void> {
    if (this.#options.folder === undefined || !await exists(savedDoors(this.#options.home))) return
    await (await this.#load(this.#options.folder)).resume()
  }

  /** @throws AppError REFUSED: nobody may; as PageDoor.open */
  async open (options: { plain?: boolean }): Promise<WayIn> {
    const { folder } = this.#options
    if (folder === undefined) {
      throw new AppError('REFUSED', 'this node was started without the web page', { hint: 'nobyte stop, then nobyte open' })
    }
    return await (await this.#load(folder)).open(options)
  }

  /** @param keep as PageDoor.close */
  async close ({ keep }: { keep: boolean }): Promise<void> {
    await (await this.#door)?.close({ keep })
  }

  async #load (folder: string): Promise<PageDoor> {
    this.#door ??= import('./door.ts').then(({ PageDoor }) => new PageDoor({ ...this.#options, folder }))
    return await this.#door
  }
}

const exists = async (path: string): Promise<boolean> => await stat(path).then(() => true, () => false)
