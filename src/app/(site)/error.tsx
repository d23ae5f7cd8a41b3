'use client'

import { Button, LinkButton } from '@/app/_components/Button'
import { ErrorView } from '@/app/_components/ErrorView'
import { crash } from '@/messages/en/pages.json'

/**
 * What stands in for a page that failed. It runs in the browser and its code comes with every page, so it
 * takes its words straight from their file; `digest` is the number under which the server logged the fault.
 */
export default function Crash({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ErrorView
      code={crash.code}
      title={crash.title}
      text={crash.text}
      reference={error.digest ? { label: crash.reference, value: error.digest } : undefined}
    >
      <Button type="button" onClick={reset}>
        {crash.retry}
      </Button>
      <LinkButton href="/" look="outline">
        {crash.home}
      </LinkButton>
    </ErrorView>
  )
}
