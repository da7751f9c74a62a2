/** A link as a QR code of half blocks, on stderr: stdout stays the link alone. */
import type { Output } from './output.ts'

export async function showQrCode (out: Output, text: string): Promise<void> {
  const { default: encodeQR } = await import('qr')
  out.note(encodeQR(text, 'term'))
}
