/** Tailwind touches only style sheets that name it: src/app/(site)/site.css, never the panel's. */
export default { plugins: { '@tailwindcss/postcss': {} } }
