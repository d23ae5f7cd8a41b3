import { Coin } from '@/app/_components/Logo'

/** The mark alone, at the top of the navigation. */
export function PanelIcon() {
  return <Coin className="panel-icon" />
}
