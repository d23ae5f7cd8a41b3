/**
 * Tailwind touches only style sheets that name it: src/app/(site)/site.css, never the panel's.
 * `base` is where it looks for class names.
 */
export default { plugins: { '@tailwindcss/postcss': { base: `${process.cwd()}/src/app` } } }
