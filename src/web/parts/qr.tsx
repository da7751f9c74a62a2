import { encodeQR } from 'qr'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'

const QUIET = 3

/** A QR code as one path: dark on light in either theme, since scanners want it so. */
export function QrCode ({ text, label }: { text: string, label: string }): JSX.Element {
  const { size, path } = useMemo(() => {
    const rows = encodeQR(text, 'raw', { border: QUIET })
    let path = ''
    for (const [y, row] of rows.entries()) {
      for (const [x, dark] of row.entries()) if (dark) path += `M${x} ${y}h1v1h-1z`
    }
    return { size: rows.length, path }
  }, [text])
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} class="qr-ground" /><path d={path} class="qr-dots" />
    </svg>
  )
}
