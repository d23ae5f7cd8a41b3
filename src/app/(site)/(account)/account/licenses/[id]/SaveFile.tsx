'use client'

import { useContext } from 'react'
import { buttonClasses } from '@/app/_components/Button'
import { Sent } from '../../../_forms/ActionForm'

/** The file that the answer of the form around it carries, as a link that saves it; nothing before. */
export function SaveFile({ words }: { words: string }) {
  const { file, filename } = useContext(Sent).state.values
  if (!file || !filename) return null
  return (
    <a
      href={`data:application/octet-stream,${encodeURIComponent(file)}`}
      download={filename}
      className={buttonClasses(
        { look: 'ink' },
        'max-w-full justify-self-start whitespace-normal wrap-anywhere',
      )}
    >
      {words.replace('#', filename)}
    </a>
  )
}
