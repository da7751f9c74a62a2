import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from './button.tsx'

const MAX_FILE_BYTES = 256 * 1024

/** A small text file of the reader's choice. */
export function FilePicker ({ label, accept, onText }: { label: string, accept: string, onText: (text: string) => void }): JSX.Element {
  const ref = useRef<HTMLInputElement>(null)
  return (
    <>
      <input ref={ref} type="file" accept={accept} hidden onChange={event => {
        const [file] = event.currentTarget.files ?? []
        event.currentTarget.value = ''
        if (file !== undefined && file.size <= MAX_FILE_BYTES) void file.text().then(onText)
      }} />
      <Button onPress={() => { ref.current?.click() }}>{label}</Button>
    </>
  )
}
