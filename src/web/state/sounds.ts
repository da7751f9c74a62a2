/** A short sound for what comes in, where that was chosen. It is made here: no file is loaded for it. */
import { chatOf, onArrival } from './chats.ts'
import { preferences } from './preferences.ts'

const TONES: [hertz: number, atS: number][] = [[660, 0], [880, 0.09]]
const LENGTH_S = 0.22
const LOUDNESS = 0.08

let context: AudioContext | undefined

export function chime (): void {
  context ??= new AudioContext()
  void context.resume().catch(() => {}) // a browser lets no page sound before it was used
  const begin = context.currentTime
  for (const [hertz, atS] of TONES) {
    const [tone, volume] = [context.createOscillator(), context.createGain()]
    tone.frequency.value = hertz
    volume.gain.setValueAtTime(LOUDNESS, begin + atS)
    volume.gain.exponentialRampToValueAtTime(0.001, begin + atS + LENGTH_S)
    tone.connect(volume).connect(context.destination)
    tone.start(begin + atS)
    tone.stop(begin + atS + LENGTH_S)
  }
}

export function followSounds (): void {
  onArrival(({ contactId, mentioned }) => {
    const muted = chatOf(contactId)?.contact.muted === true && !mentioned
    if (preferences.value.sounds === true && !muted) chime()
  })
}
