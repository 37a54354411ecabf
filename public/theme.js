// Runs before the first paint, so that a chosen theme never flashes another one. A file, because a strict content
// security policy allows no inline script. tokens.css knows two attributes: data-scheme (light or dark) and
// data-contrast (more); they follow from the choice, which src/studio/theme/theme.ts writes to data-theme, and from
// what the system asks for.
{
  const root = document.documentElement;
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const contrast = matchMedia('(prefers-contrast: more)');

  function apply() {
    const { theme } = root.dataset;
    const own = theme === 'light' || theme === 'dark' ? theme : null;
    root.dataset.scheme = own ?? (dark.matches ? 'dark' : 'light');
    if (theme === 'contrast' || contrast.matches) root.dataset.contrast = 'more';
    else delete root.dataset.contrast;
  }

  try {
    const theme = JSON.parse(localStorage.getItem('tessera.theme') ?? 'null');
    if (['light', 'dark', 'contrast'].includes(theme)) root.dataset.theme = theme;
  } catch {
    // Without storage the system's theme applies.
  }
  // The skeleton in index.html is that of the studio.
  if (/^#\/./.test(location.hash)) root.dataset.page = 'other';
  apply();
  dark.addEventListener('change', apply);
  contrast.addEventListener('change', apply);
  new MutationObserver(apply).observe(root, { attributeFilter: ['data-theme'] });
}
