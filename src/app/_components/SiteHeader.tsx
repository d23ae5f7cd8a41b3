import { t } from '@/platform/words'
import { buttonClasses, LinkButton } from './Button'
import { Drawn } from './Drawn'
import { Icon } from './Icon'
import { Logo } from './Logo'
import { PaletteOpener } from './PaletteOpener'
import { paletteWords } from './palette/words'
import { SearchForm } from './SearchForm'
import { headerNav } from './siteNav'

/**
 * Logo, search, the short list of types, account and cart. The same bytes for every reader: name and
 * count are written by the boot script. On a phone the list folds into a native disclosure.
 */
export function SiteHeader() {
  return (
    <header className="no-print border-b border-line">
      <div className="mx-auto flex max-w-[1312px] flex-wrap items-center gap-x-3 gap-y-3 px-4 py-3.5 sm:px-6 lg:flex-nowrap lg:gap-x-6 lg:px-8">
        <Drawn
          as="a"
          of={Logo}
          given={{}}
          href="/"
          aria-label={t('common.brand.home')}
          className="rounded-control py-1"
        />
        <div className="relative order-last w-full lg:order-none lg:w-[420px] lg:shrink">
          <SearchForm id="search" hotkey />
          <PaletteOpener
            field="search"
            words={paletteWords()}
            label={t('common.palette.open')}
            keys={{ usual: t('common.palette.keysUsual'), mac: t('common.palette.keysMac') }}
          />
        </div>
        <Drawn
          as="nav"
          of={NavLinks}
          given={{ className: 'flex items-center gap-[18px] text-[0.9375rem]' }}
          aria-label={t('common.nav.label')}
          className="ms-auto hidden lg:block"
        />
        <Drawn of={Actions} given={{}} className="ms-auto flex items-center gap-2 lg:ms-0 lg:gap-[18px]" />
      </div>
    </header>
  )
}

/** Signing in or the account, the cart, and on a phone the list. */
function Actions() {
  return (
    <>
      <LinkButton href="/sign-in" look="outline" className="when-signed-out max-sm:px-3">
        <Icon name="user" size={16} className="sm:hidden" />
        <span className="max-sm:sr-only">{t('common.nav.signIn')}</span>
      </LinkButton>
      <LinkButton href="/account" look="outline" className="when-signed-in max-w-40 max-sm:px-3">
        <Icon name="user" size={16} />
        <span className="sr-only">{t('common.nav.account')}</span>
        <span data-account="" className="truncate max-sm:hidden">
          {''}
        </span>
      </LinkButton>
      <LinkButton href="/cart" className="max-sm:px-3">
        <span>
          {t('common.nav.cart')}
          <span className="when-cart-filled">
            <span aria-hidden="true">{' · '}</span>
            <span data-cart-count="">{''}</span>
            <span className="sr-only"> {t('common.nav.itemsInCart')}</span>
          </span>
        </span>
      </LinkButton>
      <details className="group relative lg:hidden">
        <summary
          className={buttonClasses(
            { look: 'outline' },
            'list-none px-2.5 [&::-webkit-details-marker]:hidden',
          )}
        >
          <Icon name="menu" className="group-open:hidden" />
          <Icon name="close" className="hidden group-open:block" />
          <span className="sr-only">{t('common.nav.menu')}</span>
        </summary>
        <nav
          aria-label={t('common.nav.label')}
          className="absolute end-0 top-full z-10 mt-2 w-56 rounded-card bg-card p-2 shadow-pop"
        >
          <NavLinks className="flex flex-col [&_a]:block [&_a]:rounded-control [&_a]:px-3 [&_a]:py-2.5" />
        </nav>
      </details>
    </>
  )
}

function NavLinks({ className }: { className: string }) {
  return (
    <ul className={className}>
      {headerNav.map(({ href, label }) => (
        <li key={href}>
          <a href={href} className="py-1 whitespace-nowrap hover:underline hover:underline-offset-4">
            {t(label)}
          </a>
        </li>
      ))}
    </ul>
  )
}
