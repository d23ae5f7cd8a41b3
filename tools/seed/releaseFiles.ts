import type { DemoProduct, DemoRelease, DemoSeller } from './catalog/types'

type Files = Record<string, string>

/**
 * What lies in the archive of a release: a small, honest stand-in for the product, with the files that a buyer would
 * look for first. The code in it runs but does little.
 */
export function releaseFiles(seller: DemoSeller, product: DemoProduct, release: DemoRelease): Files {
  const root = `${product.slug}-${release.version}`
  const files = { ...papers(seller, product, release), ...sources(seller, product, release) }
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [`${root}/${name}`, text]))
}

function papers(seller: DemoSeller, product: DemoProduct, release: DemoRelease): Files {
  const until = product.releases.slice(0, product.releases.indexOf(release) + 1).toReversed()
  return {
    'README.md': `# ${product.name}\n\n${product.summary}\n\nThis is demo content: it shows how a release looks, not what ${seller.name} would ship.\n${product.description}`,
    'CHANGELOG.md': `# Changelog\n\n${until.map(({ version, notes }) => `## ${version}\n\n${notes}`).join('\n\n')}\n`,
    'LICENSE.md': `# License\n\nUse of ${product.name} is licensed by ${seller.name} under the terms of the package that you bought.\nYour license key and its terms are in your account.\n`,
  }
}

function sources(seller: DemoSeller, product: DemoProduct, release: DemoRelease): Files {
  if (product.type === 'theme') return themeFiles(product)
  if (product.type === 'plugin') return pluginFiles(seller, product, release)
  if (product.type === 'api' || product.type === 'saas') return serviceFiles(product, release)
  return composerFiles(seller, product, release)
}

const studly = (slug: string): string =>
  slug.replaceAll(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase())

const composerRange = (range: string): string => range.replaceAll(/\|+/g, ' || ')

function composerFiles(seller: DemoSeller, product: DemoProduct, release: DemoRelease): Files {
  const namespace = `${studly(seller.slug)}\\${studly(product.slug)}`
  const provider = `${studly(product.slug)}ServiceProvider`
  const php = release.php ?? product.compatibility?.php ?? '^8.2'
  const laravel = release.laravel ?? product.compatibility?.laravel
  const manifest = {
    name: `${seller.slug}/${product.slug}`,
    description: product.summary,
    type: product.type === 'script' ? 'project' : 'library',
    license: 'proprietary',
    version: release.version,
    require: {
      php: composerRange(php),
      ...(laravel ? { 'illuminate/support': composerRange(laravel) } : {}),
    },
    autoload: { 'psr-4': { [`${namespace}\\`]: 'src/' } },
    extra: { laravel: { providers: [`${namespace}\\${provider}`] } },
  }
  return {
    'composer.json': `${JSON.stringify(manifest, null, 4)}\n`,
    [`config/${product.slug}.php`]: `<?php\n\nreturn [\n    'enabled' => env('${envName(product.slug)}_ENABLED', true),\n    'license_key' => env('${envName(product.slug)}_LICENSE'),\n];\n`,
    [`src/${provider}.php`]: serviceProvider(namespace, provider, product.slug),
    [`src/${studly(product.slug)}.php`]: `<?php\n\ndeclare(strict_types=1);\n\nnamespace ${namespace};\n\nfinal class ${studly(product.slug)}\n{\n    public const VERSION = '${release.version}';\n\n    public function __construct(private readonly bool $enabled) {}\n\n    public function isEnabled(): bool\n    {\n        return $this->enabled;\n    }\n}\n`,
    'tests/VersionTest.php': `<?php\n\ndeclare(strict_types=1);\n\nuse ${namespace}\\${studly(product.slug)};\nuse PHPUnit\\Framework\\TestCase;\n\nfinal class VersionTest extends TestCase\n{\n    public function test_it_knows_its_version(): void\n    {\n        self::assertSame('${release.version}', ${studly(product.slug)}::VERSION);\n    }\n}\n`,
  }
}

const envName = (slug: string): string => slug.replaceAll('-', '_').toUpperCase()

const serviceProvider = (namespace: string, provider: string, slug: string): string => `<?php

declare(strict_types=1);

namespace ${namespace};

use Illuminate\\Support\\ServiceProvider;

final class ${provider} extends ServiceProvider
{
    public function register(): void
    {
        $this->mergeConfigFrom(__DIR__.'/../config/${slug}.php', '${slug}');
        $this->app->singleton(${studly(slug)}::class, fn () => new ${studly(slug)}((bool) config('${slug}.enabled')));
    }

    public function boot(): void
    {
        $this->publishes([__DIR__.'/../config/${slug}.php' => config_path('${slug}.php')], '${slug}-config');
    }
}
`

function pluginFiles(seller: DemoSeller, product: DemoProduct, release: DemoRelease): Files {
  const php = (release.php ?? product.compatibility?.php ?? '8.1').replace(/^\D+/, '')
  return {
    [`${product.slug}.php`]: `<?php\n/**\n * Plugin Name: ${product.name}\n * Description: ${product.summary}\n * Version: ${release.version}\n * Requires PHP: ${php}\n * Author: ${seller.name}\n */\n\ndeclare(strict_types=1);\n\ndefined('ABSPATH') || exit;\n\nrequire __DIR__.'/src/Plugin.php';\n\n(new ${studly(seller.slug)}\\${studly(product.slug)}\\Plugin())->register();\n`,
    'src/Plugin.php': `<?php\n\ndeclare(strict_types=1);\n\nnamespace ${studly(seller.slug)}\\${studly(product.slug)};\n\nfinal class Plugin\n{\n    public function register(): void\n    {\n        add_action('init', fn () => load_plugin_textdomain('${product.slug}'));\n    }\n}\n`,
    [`languages/${product.slug}.pot`]: `msgid ""\nmsgstr ""\n"Project-Id-Version: ${product.name} ${release.version}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n`,
  }
}

function themeFiles(product: DemoProduct): Files {
  const slug = product.slug
  return {
    'resources/css/theme.css': `:root {\n  --ink: #1c1b19;\n  --paper: #faf8f3;\n  --rule: #d9d4c8;\n}\n\nbody {\n  color: var(--ink);\n  background: var(--paper);\n}\n\ntable {\n  font-variant-numeric: tabular-nums;\n  border-collapse: collapse;\n}\n\ntd {\n  border-bottom: 1px solid var(--rule);\n}\n`,
    'resources/views/layouts/app.blade.php': `<!doctype html>\n<html lang="{{ str_replace('_', '-', app()->getLocale()) }}">\n<head>\n    <meta charset="utf-8">\n    <meta name="viewport" content="width=device-width, initial-scale=1">\n    <title>{{ $title ?? config('app.name') }}</title>\n    <link rel="stylesheet" href="{{ asset('vendor/${slug}/theme.css') }}">\n</head>\n<body>\n    <main>{{ $slot }}</main>\n</body>\n</html>\n`,
    'resources/views/components/card.blade.php': `@props(['title'])\n\n<section {{ $attributes->class('card') }}>\n    <h2>{{ $title }}</h2>\n    {{ $slot }}\n</section>\n`,
  }
}

function serviceFiles(product: DemoProduct, release: DemoRelease): Files {
  return {
    'compose.yaml': `services:\n  ${product.slug}:\n    image: ${product.slug}:${release.version}\n    ports: ["127.0.0.1:8080:8080"]\n    environment:\n      LICENSE_KEY: \${LICENSE_KEY}\n`,
    'client/Client.php': `<?php\n\ndeclare(strict_types=1);\n\nfinal class Client\n{\n    public function __construct(private readonly string $baseUrl, private readonly string $key) {}\n\n    public function get(string $path): array\n    {\n        $context = stream_context_create(['http' => ['header' => 'Authorization: Bearer '.$this->key]]);\n        $body = file_get_contents($this->baseUrl.$path, false, $context);\n\n        return json_decode((string) $body, true, flags: JSON_THROW_ON_ERROR);\n    }\n}\n`,
    'examples/first-call.sh': `#!/bin/sh\ncurl -fsS -H "Authorization: Bearer $LICENSE_KEY" http://127.0.0.1:8080/v1/health\n`,
  }
}
