import type { JSX } from 'preact'
import { useEffect, useState } from 'preact/hooks'

const PATIENCE_MS = 300

/** That something is under way whose end nobody knows; what is over in a moment shows nothing. */
export function Progress ({ label }: { label: string }): JSX.Element | null {
  const [late, setLate] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => { setLate(true) }, PATIENCE_MS)
    return () => { clearTimeout(timer) }
  }, [])
  if (!late) return null
  return (
    <div class="underway">
      <p class="hint" role="status">{label}</p>
      <div class="progress" role="progressbar" aria-label={label} />
    </div>
  )
}
