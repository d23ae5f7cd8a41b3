import { headers } from 'next/headers'
import { createElement, type FunctionComponent } from 'react'
import { type DrawnAttributes, DrawnHere } from './DrawnHere'
import { drawing } from './drawing'

type Props<Given extends object> = DrawnAttributes & {
  of: FunctionComponent<Given>
  given: Given
}

/**
 * An element whose inside is drawn once for what it shows, and handed to React as one text instead of many elements:
 * for what needs no script. `of` is a component without hooks, `given` its properties, plain data.
 *
 * @example <Drawn of={Rail} given={{ id: 'new', title, items, suffix }} />
 */
export function Drawn<Given extends object>({ as = 'div', of, given, ...attributes }: Props<Given>) {
  const { html } = drawing(of, given)
  return createElement(as, { ...attributes, dangerouslySetInnerHTML: { __html: html } })
}

/**
 * As `Drawn`, for pages that everybody gets: there the drawing travels once, as HTML, and not again as data for the
 * browser. Reads headers, so not for a layout.
 */
export async function DrawnOnPage<Given extends object>({ of, given, ...attributes }: Props<Given>) {
  // What edge shares is asked for as a whole document, never by React in the browser.
  const isWhole = (await headers()).get('x-mintreu-page') === 'shared'
  const { key, html } = drawing(of, given)
  return <DrawnHere {...attributes} mark={key} html={isWhole ? undefined : html} />
}
