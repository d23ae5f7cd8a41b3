'use client'

import { Button, toast } from '@payloadcms/ui'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { RefundDialog, type RefundWords } from './RefundDialog'

interface RefundButtonProps {
  orderId: string
  words: RefundWords & { open: string; submitted: string }
}

/** Opens the refund dialog; when the refund is on its way, the page shows the order anew. */
export function RefundButton({ orderId, words }: RefundButtonProps) {
  const router = useRouter()
  const [open, setOpen] = useState(false)
  return (
    <div className="panel-acts">
      <Button buttonStyle="secondary" size="medium" onClick={() => setOpen(true)}>
        {words.open}
      </Button>
      {open ? (
        <RefundDialog
          orderId={orderId}
          words={words}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false)
            toast.success(words.submitted)
            router.refresh()
          }}
        />
      ) : null}
    </div>
  )
}
