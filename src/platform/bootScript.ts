/**
 * The one inline script of the site, constant so that its SHA-256 can stand in the Content-Security-Policy.
 * Anonymous pages are the same for everybody and cached; what is personal is put in here, from cookies that
 * the browser may read, before the first paint:
 *
 *   mintreu_theme       light | dark     → <html data-theme>; absent: the system decides
 *   mintreu_cart_count  1, 2, …          → <html data-cart>, text of every [data-cart-count]
 *   mintreu_name        shown name       → <html data-session="in">, text of every [data-account]
 *
 * and what the reader said to run, which the device keeps and nobody else learns (localStorage):
 *
 *   mintreu.php, mintreu.laravel   8.3, 12 → <html data-php data-laravel>, by which the style marks what does not fit
 *
 * It stands twice in the layout, in the head (theme) and after the header (texts), with the same text and
 * so the same hash. `window.mintreuBoot()` runs it again after the cookies changed without a page load.
 */
export const bootScript = `(function(){
var w=window,d=document,h=d.documentElement;
function cookie(n){var m=d.cookie.match(new RegExp('(?:^|; )'+n+'=([^;]*)'));try{return m?decodeURIComponent(m[1]):''}catch(e){return ''}}
function mark(n,v){v?h.setAttribute(n,v):h.removeAttribute(n)}
function fill(n,v){d.querySelectorAll('['+n+']').forEach(function(e){e.textContent=v||e.getAttribute(n)})}
function kept(n){try{var v=localStorage.getItem('mintreu.'+n)||'';return /^\\d{1,2}(\\.\\d{1,2})?$/.test(v)?v:''}catch(e){return ''}}
w.mintreuBoot=function(){
var theme=cookie('mintreu_theme'),count=cookie('mintreu_cart_count').slice(0,4),name=cookie('mintreu_name').slice(0,60);
mark('data-theme',/^(light|dark)$/.test(theme)?theme:'');
count=/^[1-9]\\d*$/.test(count)?count:'';
mark('data-php',kept('php'));mark('data-laravel',kept('laravel'));
mark('data-cart',count);mark('data-session',name?'in':'');mark('data-js','1');
fill('data-cart-count',count);fill('data-account',name);
};
w.mintreuBoot();
if(!w.mintreuBooted){w.mintreuBooted=1;w.addEventListener('pageshow',function(e){if(e.persisted)w.mintreuBoot()});w.addEventListener('storage',w.mintreuBoot);if(w.cookieStore&&w.cookieStore.addEventListener)w.cookieStore.addEventListener('change',w.mintreuBoot)}
})()`
