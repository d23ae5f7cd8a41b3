'use client'

import { useForm } from '@payloadcms/ui'
import { useEffect, useId, useRef, useState } from 'react'
import { DetailedError, Upload } from 'tus-js-client'
import { callPanel } from './callPanel'
import { uploadOutcome } from './uploadCheck'

interface ArchiveUploadProps {
  seller: string
  /** Texts with `%name%`, `%percent%`, `%reason%` to be filled in here. */
  words: Record<'label' | 'hint' | 'progress' | 'checking' | 'done' | 'failed' | 'paused' | 'waiting', string>
}

/** Small enough that a broken connection loses little. */
const chunkBytes = 8 * 1_048_576

/**
 * Uploads archives with progress. After a break it goes on where it stopped: by itself while the page is open, else when
 * the same file is chosen again. Once it is whole, the server looks into it; what it refuses is told with the reason.
 */
export function ArchiveUpload({ seller, words }: ArchiveUploadProps) {
  const { addFieldRow, getDataByPath, setModified } = useForm()
  const field = useId()
  const [status, setStatus] = useState('')
  const [percent, setPercent] = useState<number | null>(null)
  /** Ends the wait of an upload that broke off, or of one that is looked into. */
  const waiting = useRef<AbortController | null>(null)
  useEffect(() => () => waiting.current?.abort(), [])

  async function upload(file: File) {
    const name = file.name
    waiting.current?.abort()
    const fail = (reason: string) => {
      setPercent(null)
      setStatus(fill(words.failed, { name, reason }))
    }
    const token = await callPanel<{ token: string }>('/api/files/upload-token', { seller })
    if (!token.ok) return fail(token.detail)
    const run = new Upload(file, {
      endpoint: '/uploads',
      chunkSize: chunkBytes,
      retryDelays: [0, 1_000, 3_000, 10_000, 30_000],
      headers: { Authorization: `Bearer ${token.data.token}` },
      metadata: { filename: name },
      removeFingerprintOnSuccess: true,
      onProgress: (sent, total) => {
        const done = Math.floor((100 * sent) / Math.max(1, total))
        setPercent(done)
        setStatus(fill(words.progress, { name, percent: String(done) }))
      },
      onError: (error) => {
        if (isRefusal(error)) return fail(reasonOf(error))
        setPercent(null)
        setStatus(fill(words.paused, { name }))
        waiting.current = new AbortController()
        window.addEventListener('online', () => run.start(), { once: true, signal: waiting.current.signal })
      },
      onSuccess: () => {
        setPercent(null)
        setStatus(fill(words.checking, { name }))
        waiting.current = new AbortController()
        const { signal } = waiting.current
        void uploadOutcome(run.url ?? '', token.data.token, signal).then((outcome) => {
          if (signal.aborted) return
          if (outcome.kind === 'refused') return fail(outcome.detail)
          if (outcome.kind === 'still checking') return setStatus(fill(words.waiting, { name }))
          setStatus(fill(words.done, { name }))
          addFile(run.url?.split('/').at(-1) ?? '')
        })
      },
    })
    const [before] = await run.findPreviousUploads()
    if (before) run.resumeFromPreviousUpload(before)
    run.start()
  }

  function addFile(id: string) {
    const rows: unknown = getDataByPath('files')
    addFieldRow({
      path: 'files',
      schemaPath: 'files',
      rowIndex: Array.isArray(rows) ? rows.length : Number(rows ?? 0),
      subFieldState: {
        file: { value: id, initialValue: id, valid: true },
        kind: { value: 'archive', initialValue: 'archive', valid: true },
      },
    })
    setModified(true)
  }

  return (
    <div className="panel-upload">
      <label htmlFor={field}>{words.label}</label>
      <input
        id={field}
        type="file"
        accept=".zip,.tgz,.tar.gz"
        aria-describedby={`${field}-hint`}
        disabled={percent !== null}
        onChange={(event) => {
          const [file] = event.target.files ?? []
          // Otherwise choosing the same file again would change nothing and tell nobody.
          event.target.value = ''
          if (file) void upload(file)
        }}
      />
      <p id={`${field}-hint`} className="panel-hint">
        {words.hint}
      </p>
      {percent === null ? null : <progress max={100} value={percent} aria-label={status} />}
      <p role="status">{status}</p>
    </div>
  )
}

const fill = (text: string, values: Record<string, string>): string =>
  Object.entries(values).reduce((filled, [name, value]) => filled.replaceAll(`%${name}%`, value), text)

/** Whether the server answered and said no; otherwise the connection broke. */
const isRefusal = (error: Error | DetailedError): boolean =>
  !(error instanceof DetailedError) || Boolean(error.originalResponse)

/** The sentence of the problem document that the server sent, where there is one. */
function reasonOf(error: Error | DetailedError): string {
  const body = error instanceof DetailedError ? error.originalResponse?.getBody() : undefined
  if (!body) return error.message
  try {
    const problem: unknown = JSON.parse(body)
    return typeof problem === 'object' && problem !== null && 'detail' in problem
      ? String(problem.detail)
      : error.message
  } catch (failure) {
    if (failure instanceof SyntaxError) return body.slice(0, 200)
    throw failure
  }
}
