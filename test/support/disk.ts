/** A small disk that can be filled: a file system of its own, in memory. For tests that `needsTmpfs`. */
import { spawnSync } from 'node:child_process'
import { mkdtemp, open, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const MIB = 1024 * 1024

export class SmallDisk implements AsyncDisposable {
  readonly #mount: string

  private constructor (mount: string) {
    this.#mount = mount
  }

  static async of (sizeMiB: number): Promise<SmallDisk> {
    const mount = await mkdtemp(join(tmpdir(), 'nobyte-disk-'))
    const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMiB}m`, 'tmpfs', mount])
    if (status !== 0) throw new Error('the small disk could not be mounted')
    return new SmallDisk(mount)
  }

  get folder (): string {
    return join(this.#mount, 'home')
  }

  /** Takes all that is free. */
  async fill (): Promise<void> {
    const { bavail, bsize } = await statfs(this.#mount)
    const file = await open(join(this.#mount, 'filler'), 'a')
    for (let left = bavail * bsize; left > 0; left -= MIB) await file.write(new Uint8Array(Math.min(MIB, left))).catch(() => {})
    await file.close()
  }

  async clear (): Promise<void> {
    await rm(join(this.#mount, 'filler'), { force: true })
  }

  async [Symbol.asyncDispose] (): Promise<void> {
    spawnSync('umount', ['-l', this.#mount])
    await rm(this.#mount, { recursive: true, force: true })
  }
}
