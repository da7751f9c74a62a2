/** A peer's text is hostile: it may hold terminal commands, or letters that turn the line around. */

// C0 except tab and newline, DEL, and C1, among which is a one-byte escape sequence introducer.
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g // oxlint-disable-line no-control-regex
const BIDI_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g
const LINE_BREAKS = /[\t\n\u2028\u2029]/g

/** Text of several lines for a terminal; what could command it is shown as �. */
export const printableText = (text: string): string => text.replaceAll(CONTROLS, '�')

/** A name, or anything else of one line. */
export const printableName = (name: string): string => printableText(name.replaceAll(BIDI_CONTROLS, '').replaceAll(LINE_BREAKS, ' '))

const escape = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`

/** JSON on one line that a terminal can show safely: the same value, with more of its characters escaped. */
export const printableJson = (value: unknown): string =>
  JSON.stringify(value).replaceAll(/[\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, escape)
