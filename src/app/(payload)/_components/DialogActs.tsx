'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { ActDialog, type DialogAct, type DialogWords } from './ActDialog'

/** Buttons that each open the dialog of their act; the page shows the new state when it is done. */
export function DialogActs({ acts, words }: { acts: readonly DialogAct[]; words: DialogWords }) {
  const router = useRouter()
  const [open, setOpen] = useState<DialogAct | null>(null)
  return (
    <div className="panel-acts">
      {acts.map((act) => (
        <Button key={act.path} buttonStyle="secondary" size="medium" onClick={() => setOpen(act)}>
          {act.label}
        </Button>
      ))}
      {open ? (
        <ActDialog
          key={open.path}
          act={open}
          words={words}
          onClose={() => setOpen(null)}
          onDone={() => {
            toast.success(`${open.label}: ${words.done}`)
            setOpen(null)
            router.refresh()
          }}
        />
      ) : null}
    </div>
  )
}
