import { Coin } from '@/app/_components/Logo'
import { t } from '@/platform/words'

/** The mark with the name, on the panel's full-page views. */
export function PanelLogo() {
  return (
    <span className="panel-logo">
      <Coin className="panel-logo__coin" />
      <span>{t('panel.brand')}</span>
    </span>
  )
}
