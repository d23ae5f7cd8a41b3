import {
  Body,
  Button,
  Container,
  Head,
  Hr,
  Html,
  Link,
  Preview,
  Section,
  Text,
} from '@react-email/components'
import type { ReactNode } from 'react'

/** The words and address that every mail needs. */
export interface MailFrame {
  title: string
  preview: string
  publicUrl: string
  footer: string
  children: ReactNode
}

const ink = '#10231c'
const muted = '#4d5f57'
const line = '#d5ddd7'
const mono = "'Martian Mono', ui-monospace, Menlo, Consolas, monospace"
const sans = "Archivo, 'Helvetica Neue', Arial, sans-serif"

/** Flat paper with a ruled head: the look of the shop, in tables that mail programs understand. Nothing is loaded. */
export function MailLayout({ title, preview, publicUrl, footer, children }: MailFrame) {
  return (
    <Html lang="en">
      <Head>
        <title>{title}</title>
        <meta name="color-scheme" content="light dark" />
      </Head>
      <Preview>{preview}</Preview>
      <Body
        style={{ backgroundColor: '#f7f8f5', margin: 0, padding: '24px 12px', fontFamily: sans, color: ink }}
      >
        <Container
          style={{
            backgroundColor: '#ffffff',
            border: `1px solid ${line}`,
            maxWidth: 560,
            padding: '28px 28px 20px',
          }}
        >
          <Link
            href={publicUrl}
            style={{ color: ink, fontWeight: 700, fontSize: 18, textDecoration: 'none' }}
          >
            mintreu
          </Link>
          <Hr style={{ borderColor: ink, margin: '16px 0 20px' }} />
          <Text style={{ fontSize: 22, lineHeight: '28px', fontWeight: 650, margin: '0 0 12px' }}>
            {title}
          </Text>
          {children}
          <Hr style={{ borderColor: line, margin: '24px 0 12px' }} />
          <Text style={{ color: muted, fontSize: 13, lineHeight: '19px', margin: 0 }}>{footer}</Text>
        </Container>
      </Body>
    </Html>
  )
}

export const Paragraph = ({ children }: { children: ReactNode }) => (
  <Text style={{ fontSize: 16, lineHeight: '24px', margin: '0 0 14px' }}>{children}</Text>
)

export const Action = ({ href, children }: { href: string; children: ReactNode }) => (
  <Button
    href={href}
    style={{
      backgroundColor: ink,
      color: '#ffffff',
      fontSize: 15,
      fontWeight: 600,
      padding: '12px 18px',
      borderRadius: 4,
    }}
  >
    {children}
  </Button>
)

/** A key or a number, to be copied. */
export const Code = ({ children }: { children: ReactNode }) => (
  <Section
    style={{
      backgroundColor: '#eef2ee',
      borderLeft: '3px solid #5fe3b0',
      padding: '10px 12px',
      margin: '0 0 10px',
    }}
  >
    <Text style={{ fontFamily: mono, fontSize: 13, lineHeight: '20px', margin: 0, wordBreak: 'break-all' }}>
      {children}
    </Text>
  </Section>
)

export const Small = ({ children }: { children: ReactNode }) => (
  <Text style={{ color: muted, fontSize: 14, lineHeight: '20px', margin: '0 0 10px' }}>{children}</Text>
)
