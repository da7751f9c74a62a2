/** The camera, looking for a QR code. Its pictures stay in this page. */
import type { JSX } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { t } from '../state/language.ts'
import { run } from '../state/run.ts'
import { closeDialog, showDialog } from './dialog.tsx'

const EVERY_MS = 150
const MAX_SIDE_PX = 640

type Reader = (video: HTMLVideoElement) => Promise<string | undefined>
type DetectorClass = new (options: { formats: string[] }) => { detect: (source: HTMLVideoElement) => Promise<{ rawValue: string }[]> }

/** Opens the camera; the first code that is seen closes it. */
export function scan (title: string, onFound: (text: string) => Promise<void>): void {
  showDialog(title, () => <Scanner onFound={text => {
    closeDialog()
    run(async () => { await onFound(text) })
  }} />)
}

function Scanner ({ onFound }: { onFound: (text: string) => void }): JSX.Element {
  const video = useRef<HTMLVideoElement>(null)
  const [problem, setProblem] = useState(false)
  useEffect(() => {
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let over = false
    const begin = async (): Promise<void> => {
      const [camera, read] = await Promise.all([navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }), readerOf()])
      stream = camera
      if (over) return end()
      video.current!.srcObject = camera
      await video.current!.play()
      const look = async (): Promise<void> => {
        const text = over ? undefined : await read(video.current!).catch(() => undefined)
        if (text !== undefined && !over) onFound(text)
        else if (!over) timer = setTimeout(() => { void look() }, EVERY_MS)
      }
      await look()
    }
    const end = (): void => {
      over = true
      clearTimeout(timer)
      for (const track of stream?.getTracks() ?? []) track.stop()
    }
    begin().catch(() => { setProblem(true) })
    return end
  }, [])
  return problem ? <p class="warning">{t('scan.problem')}</p> : <video ref={video} class="camera" muted playsInline
    aria-label={t('scan.camera')} />
}

/** The browser's own reader where it has one, else ours, which is loaded for it. */
async function readerOf (): Promise<Reader> {
  const { BarcodeDetector: Detector } = window as { BarcodeDetector?: DetectorClass }
  if (Detector !== undefined) {
    const detector = new Detector({ formats: ['qr_code'] })
    return async video => (await detector.detect(video))[0]?.rawValue
  }
  const { default: decodeQR } = await import('qr/decode.js')
  const canvas = document.createElement('canvas')
  const drawing = canvas.getContext('2d', { willReadFrequently: true })!
  return async video => {
    const scale = Math.min(1, MAX_SIDE_PX / Math.max(video.videoWidth, video.videoHeight))
    canvas.width = Math.round(video.videoWidth * scale)
    canvas.height = Math.round(video.videoHeight * scale)
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data, width, height } = drawing.getImageData(0, 0, canvas.width, canvas.height)
    return decodeQR({ data, width, height })
  }
}
