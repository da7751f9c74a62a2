/**
 * Handshakes in turns. What somebody who has not said who they are sends costs milliseconds of key agreement, and a hundred who
 * begin at once would all be answered before anybody else is: so there is one piece of one of them in each turn of the event
 * loop, with everything else in between, and address groups follow one another.
 */
interface Hearing {
  onData: (data: { byteLength: number }) => void
}

export class Turns {
  /** what is still to be heard, by group; the next one first */
  readonly #waiting = new Map<string, Array<() => void>>()
  #isDue = false

  /** From now on, and until it is over, what arrives is heard when its turn comes. Then at once. */
  follow (connection: object, group: string, isOver: () => boolean): void {
    if (!('onData' in connection)) return // in stories that have no socket
    const hearing = connection as Hearing
    const hear = hearing.onData
    let waiting = 0
    hearing.onData = data => {
      if (waiting === 0 && isOver()) {
        hear.call(connection, data)
        return
      }
      waiting++
      this.#take(group, () => {
        waiting--
        hear.call(connection, data)
      })
    }
  }

  #take (group: string, task: () => void): void {
    const own = this.#waiting.get(group)
    if (own === undefined) this.#waiting.set(group, [task])
    else own.push(task)
    this.#next()
  }

  #next (): void {
    if (this.#isDue) return
    this.#isDue = true
    setImmediate(() => {
      this.#isDue = false
      const [[group, tasks] = []] = this.#waiting
      if (group === undefined || tasks === undefined) return
      this.#waiting.delete(group)
      const task = tasks.shift()
      if (tasks.length > 0) this.#waiting.set(group, tasks)
      if (this.#waiting.size > 0) this.#next()
      task?.()
    })
  }
}
