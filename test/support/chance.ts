/** Chance that can be had again: a run prints its seed, and NOBYTE_SEED repeats it. */
export class Chance {
  readonly seed: number
  #state: number

  constructor (seed = Number(process.env.NOBYTE_SEED ?? Math.floor(Math.random() * 2 ** 31))) {
    this.seed = seed
    this.#state = seed
    console.log(`NOBYTE_SEED=${seed}`)
  }

  /** in [0, 1) */
  next (): number {
    // mulberry32
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61)
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32
  }

  /** a whole number in [min, max] */
  between (min: number, max: number): number {
    return min + Math.floor(this.next() * (max - min + 1))
  }

  of<T> (choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)]!
  }

  /** true so often of one time */
  happens (share: number): boolean {
    return this.next() < share
  }
}
